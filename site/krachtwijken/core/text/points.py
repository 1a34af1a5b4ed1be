"""Which lines begin a point on a list, with the lines around them as evidence. No Django."""

import re
from collections import Counter
from collections.abc import Sequence

from krachtwijken.core.text.layout import is_page_number
from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.markers import Marker, in_series, marker
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.wrapping import Margin

_INLINE = re.compile(r"\s[•●▪◦]\s+(?=\S)")
_SIGN_ALONE = re.compile(r"[•●○◦▪▫■□◆►▶➢➤∙·‣*-]")
# A dash with a space on both sides is one of a pair around an aside.
_ASIDE = re.compile(r"\S -(?: |$)")


def divide_inline(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut before each bullet that lost its own line when the text was flattened."""
    if sum(len(_INLINE.findall(line.text)) for line in lines) < 2:
        return list(lines)
    divided: list[Line] = []
    for line in lines:
        cuts = [match.start() + 1 for match in _INLINE.finditer(line.text)] if line.is_prose else []
        divided.extend(line.parts(cuts) if cuts else [line])
    return divided


def mark_markers(lines: Sequence[Line]) -> None:
    """Sets the mark that each line of prose may begin with, and whether it is one of a series."""
    alone: str | None = None
    for line in lines:
        if line.is_prose:
            own = None if is_page_number(line.text) else marker(line.text)
            line.marker = Marker(f"glyph {alone}", 0, strong=True) if alone else own
            alone = line.text if _SIGN_ALONE.fullmatch(line.text) else None
            # A bullet on a line by itself belongs to the line below it.
            line.is_blank = alone is not None
    for line, has_neighbour in zip(lines, in_series([line.marker for line in lines]), strict=True):
        line.in_series = has_neighbour


class Points:
    """The points on lists in one block of lines. `is_hanging`: their further lines are indented."""

    def __init__(self, margin: Margin) -> None:
        self.margin = margin
        self.is_hanging = False
        self._styles = Counter(line.marker.style for line in margin.block if line.marker is not None)
        self._open: dict[str, Marker] = {}
        self._has_asides = any(_ASIDE.search(line.text) for line in margin.block)

    def accepts(self, index: int) -> bool:
        """Whether the line begins a point on a list. To be asked of every line of the block, in order."""
        mark = self.margin.block[index].marker
        if mark is None or not (
            mark.strong or mark.follows(self._open.get(mark.style)) or self._begins_list(index, mark)
        ):
            # A dash that began no point is one of a pair around an aside, so the next one may be the other.
            self._has_asides = self._has_asides or mark is not None
            return False
        self._open[mark.style] = mark
        return True

    def _begins_list(self, index: int, mark: Marker) -> bool:
        if mark.ordinals:
            return self._begins_series(index, mark)
        several = self._styles[mark.style] > 1
        if mark.style.startswith(("glued", "picture")) and not several:
            return False
        if mark.style == "sign o" and not (several or self._open or self._is_led_in(index)):
            return False
        if self._open and not self._has_asides:
            # Another sign within a list: its points have points.
            return True
        goes_on = index > 0 and self.margin.connected(index - 1)
        if goes_on and self._has_asides:
            return self.margin.room(index - 1) >= self.margin.ragged
        return self._is_apart(index) or (several and not self._has_asides and not goes_on)

    def _begins_series(self, index: int, mark: Marker) -> bool:
        """A number or letter counts with its neighbour in sight; else it ended a sentence, or is an initial."""
        line = self.margin.block[index]
        if mark.next_inline(line.text):
            return False
        if self._is_apart(index):
            return line.in_series or (mark.is_first and self._is_led_in(index))
        # Below a full line that does not end a sentence: only the first of several.
        several = self._styles[mark.style] > 1 and mark.is_first and line.in_series
        return several and not self.margin.connected(index - 1)

    def _is_led_in(self, index: int) -> bool:
        return index > 0 and self.margin.block[index - 1].text.endswith(":")

    def _is_apart(self, index: int) -> bool:
        """Whether nothing goes on from the line before into this one: even the mark alone would have fitted there."""
        if index == 0:
            return True
        if self.margin.by_line:
            return True
        before = self.margin.block[index - 1].text
        return ends_sentence(before) or before.endswith((":", ";")) or self.margin.room(index - 1) >= 0
