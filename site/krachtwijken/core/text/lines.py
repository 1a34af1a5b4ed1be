"""Folded text as the lines it was pasted in. No Django."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from krachtwijken.core.text.markers import Marker
from krachtwijken.core.text.normalisation import PAGE_BREAK
from krachtwijken.core.text.units import UnitKind

_BREAK = re.compile(f"[\n{PAGE_BREAK}]")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_RULE = re.compile(r"(?:[-_=*~#·•.+|] ?){3,}")
TAB = 4
# More blank lines in a row say no more than these.
MOST_BLANK = 3


@dataclass(slots=True)
class Line:
    """`text` is `folded[start:start + len(text)]`, without the marks of quoting and the space around it.

    `kind` is set once the line by itself is known to be something else than running prose. `is_blank` holds for a
    dividing line too. `after_page_break` for the first line of a page.
    """

    text: str
    start: int
    indent: int
    quoted: int
    after_page_break: bool = False
    kind: UnitKind | None = None
    is_blank: bool = False
    # At which column it ends: more than its own letters where it is the rest of a line that was divided.
    width: int = 0
    # The mark of a point on a list that it may begin with, and whether the one before or after that is near.
    marker: Marker | None = None
    in_series: bool = False

    @property
    def is_prose(self) -> bool:
        return self.kind is None and not self.is_blank

    @property
    def first_word(self) -> str:
        return self.text.split(" ", 1)[0]

    def parts(self, cuts: Sequence[int]) -> list["Line"]:
        """The line as lines of their own, cut at these places in its text, without space at the cuts."""
        pieces = []
        for start, end in itertools.pairwise([0, *cuts, len(self.text)]):
            piece = self.text[start:end]
            text = piece.lstrip()
            pieces.append(
                replace(
                    self,
                    text=text.rstrip(),
                    start=self.start + start + len(piece) - len(text),
                    width=self.width if end == len(self.text) else self.indent + len(text.rstrip()),
                    after_page_break=self.after_page_break and start == 0,
                )
            )
        return pieces


def split(folded: str) -> list[Line]:
    """The lines of a folded text; of many blank ones in a row only a few."""
    lines: list[Line] = []
    start, page_break = 0, False
    for match in _BREAK.finditer(folded):
        if (
            match.start() == start
            and len(lines) > MOST_BLANK
            and not any(line.text for line in lines[-MOST_BLANK:])
        ):
            page_break = page_break or match.group() == PAGE_BREAK
            start = match.end()
            continue
        lines.append(_line(folded[start : match.start()], start, page_break))
        page_break = match.group() == PAGE_BREAK
        start = match.end()
    lines.append(_line(folded[start:], start, page_break))
    return lines


def _line(raw: str, start: int, page_break: bool) -> Line:
    quote = _QUOTE.match(raw)
    prefix = quote.end() if quote else 0
    content = raw[prefix:].rstrip()
    text = content.lstrip()
    space = content[: len(content) - len(text)]
    return Line(
        text=text,
        start=start + prefix + len(space),
        indent=len(space.expandtabs(TAB)),
        quoted=quote.group().count(">") if quote else 0,
        after_page_break=page_break,
        is_blank=not text or _RULE.fullmatch(text) is not None,
        width=len(content.expandtabs(TAB)),
    )
