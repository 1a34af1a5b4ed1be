"""Documents to passages: a section each, long ones cut at sentences."""

from krachtwijken.core.text import Text, UnitKind, read_text
from search.types import Document, StoredPassage

MAX_CHARACTERS = 900
# What belongs to the paper and not to the text; greetings and names may be looked for.
LEFT_OUT = frozenset({UnitKind.PAGE_NUMBER, UnitKind.RUNNING_HEADER, UnitKind.CONTENTS})


def passages(document: Document) -> list[StoredPassage]:
    """At least one passage, also for a document with a title only."""
    cut = [
        StoredPassage(document.key, heading, piece, facts=tuple(document.facts))
        for heading, text in document.sections
        for piece in pieces(text)
    ]
    return cut or [StoredPassage(document.key, "", "", facts=tuple(document.facts))]


def pieces(text: str) -> list[str]:
    """Pieces of at most MAX_CHARACTERS, whole sentences where they fit; as they were typed, without line ends."""
    cut: list[str] = []
    for sentence in _sentences(read_text(text)):
        for start in range(0, len(sentence), MAX_CHARACTERS):
            part = sentence[start : start + MAX_CHARACTERS]
            if cut and len(cut[-1]) + len(part) < MAX_CHARACTERS:
                cut[-1] = f"{cut[-1]} {part}"
            else:
                cut.append(part)
    return cut


def _sentences(text: Text) -> list[str]:
    """A unit of one place as it was typed; of one that was cut by a line end or a page number what it says."""
    kept = (unit for unit in text.units if unit.kind not in LEFT_OUT)
    shown = (text.typed(unit) if len(unit.spans) == 1 else unit.text for unit in kept)
    return [" ".join(part.split()) for part in shown]
