"""The marks in running text that refer to a footnote. No Django."""

import re

from krachtwijken.core.text.abbreviations import MAY_BE_LAST, NEVER_LAST

_MARK = re.compile(
    r"(?P<raised>(?<=[^\W\d_.,;:!?\"')])[⁰¹²³⁴-⁹]+|(?<=[.,;:!?\"')])[⁰¹²³⁴-⁹]+)"
    r"| ?\[\d{1,2}\]"
    r"|(?<=[a-zß-ÿ][a-zß-ÿ][a-zß-ÿ][a-zß-ÿ][.!?])\d{1,2}(?= +[A-ZÀ-Þ\"'(]|$)"
)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
# Square metres and carbon dioxide have a raised or lowered number of their own.
_UNITS = frozenset({"m", "cm", "dm", "km", "mm", "hm", "co", "nox", "pm"})
LONGEST_WORD = 40


def note_marks(text: str) -> list[tuple[int, int]]:
    """Start and end of each mark in a line of folded text, with the space before it."""
    return [match.span() for match in _MARK.finditer(text) if _is_mark(text, match)]


def _is_mark(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
    word = _WORD_BEFORE.search(before.rstrip(".!?"))
    plain = word.group().lower() if word else ""
    if match["raised"]:
        return plain not in _UNITS
    if match.group().lstrip().startswith("["):
        return bool(before.strip())
    return plain not in NEVER_LAST and plain not in MAY_BE_LAST
