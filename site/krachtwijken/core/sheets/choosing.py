"""What somebody wrote against what is known: forgiving in writing, strict in meaning, and helpful when it fails."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from krachtwijken.core.sheets.table import HELP_SHEET, plain_words

NEAREST = 3
# Of so few all are named.
SHORT_LIST = 8
WHERE_ALL = f"Alle keuzes staan in het voorbeeldbestand, op het tabblad “{HELP_SHEET}”."
BETWEEN = re.compile(r"[;\n|]")


class CellError(ValueError):
    """What is wrong with one cell, in Dutch. `excerpt` quotes personal data: shown to the writer, never kept."""

    def __init__(self, message: str, *, excerpt: str = "") -> None:
        super().__init__(message)
        self.message, self.excerpt = message, excerpt


def parts_of(text: str) -> list[str]:
    """One value per ; or line, without empty ones."""
    return [" ".join(part.split()) for part in BETWEEN.split(text) if part.strip()]


def parts_known_to(text: str, known: Iterable[str]) -> list[str]:
    """As `parts_of`; a comma divides too where the whole is not a known name."""
    names = set(known)
    return [
        piece.strip()
        for part in parts_of(text)
        for piece in ([part] if plain_words(part) in names else part.split(","))
        if piece.strip()
    ]


def refuse_unknown(text: str, labels: list[str], *, where_all: str = "") -> CellError:
    """The error for a value that is not on the list, with those that it may have meant. `where_all`: where to read them all."""
    shown = " ".join(text.split())[:80]
    if not labels:
        return CellError(f"“{shown}” kennen wij niet.")
    found = process.extract(
        text,
        labels,
        scorer=fuzz.WRatio,
        processor=plain_words,
        limit=SHORT_LIST if len(labels) <= SHORT_LIST else NEAREST,
    )
    names = "; ".join(label for label, _, _ in found)
    if len(found) < len(labels):
        return CellError(f"“{shown}” kennen wij niet. Kies bijvoorbeeld: {names}. {where_all}".strip())
    return CellError(f"“{shown}” kennen wij niet. Kies uit: {names}.")
