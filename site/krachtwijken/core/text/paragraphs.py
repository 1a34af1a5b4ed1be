"""Lines joined to paragraphs and points on a list. No Django."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from krachtwijken.core.text import hyphens
from krachtwijken.core.text.flow import Flow
from krachtwijken.core.text.layout import FURNITURE, is_page_number
from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.markers import Marker
from krachtwijken.core.text.notes import note_marks
from krachtwijken.core.text.points import Points
from krachtwijken.core.text.salutations import is_greeting
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.tables import cells
from krachtwijken.core.text.units import UnitKind
from krachtwijken.core.text.wrapping import Margin

_CLOSING_MARKS = frozenset(".,;:!?)")
_PIECE = re.compile(r"\S+(?: \S+)*")


@dataclass(slots=True)
class Paragraph:
    """Lines that are one to a reader; `flow` is their text. A blank line, or what is no prose, may be beside them."""

    lines: list[Line]
    kind: UnitKind = UnitKind.SENTENCE
    marker: Marker | None = None
    after_blank: bool = True
    before_blank: bool = True
    flow: Flow = field(default_factory=Flow)
    # Marks of footnotes that stood in the text: start and end in the folded text.
    notes: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.flow.text

    def fill(self) -> None:
        """Puts the text of the lines together: cut words whole, without the mark of a point."""
        self.flow, self.notes = Flow(), []
        _fill(self)

    @property
    def quoted(self) -> int:
        return self.lines[0].quoted


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Every line that is not blank in one of them, in the order in which they begin."""
    in_order: list[Paragraph] = []
    for block in _blocks(lines):
        in_order.extend(_of_block(block))
    in_order.extend(Paragraph([line], line.kind) for line in lines if line.kind is not None)
    in_order.sort(key=lambda paragraph: paragraph.lines[0].start)
    for paragraph in in_order:
        paragraph.fill()
        if paragraph.kind is UnitKind.SENTENCE and len(in_order) > 1:
            _look_again(paragraph)
    return in_order


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of prose without a blank line between them; over the edge of a page a sentence goes on."""
    block: list[Line] = []
    apart = edge = False
    for line in lines:
        edge = edge or line.after_page_break or line.kind in FURNITURE
        if not line.is_prose:
            apart = True
            if line.kind is not None and line.kind not in FURNITURE and block:
                yield block
                block = []
            continue
        if block and not _same_block(block[-1], line, apart=apart, edge=edge):
            yield block
            block = []
        block.append(line)
        apart = edge = False
    if block:
        yield block


def _same_block(before: Line, after: Line, *, apart: bool, edge: bool) -> bool:
    """With the edge of a page between two lines, only when a sentence is seen to go on over it."""
    if before.quoted != after.quoted or (apart and not edge):
        return False
    if not edge:
        return True
    if ends_sentence(before.text) or before.text.endswith(":"):
        return False
    return hyphens.is_cut(before.text, after.text) or (after.text[0].islower() and after.marker is None)


def _of_block(block: Sequence[Line]) -> list[Paragraph]:
    margin = Margin(block)
    points = Points(margin)
    divided: list[Paragraph] = []
    for index, line in enumerate(block):
        current = divided[-1] if divided else None
        if points.accepts(index):
            divided.append(Paragraph([line], UnitKind.BULLET, line.marker))
        elif current is not None and _continues(current, margin, points, index):
            current.lines.append(line)
        else:
            divided.append(Paragraph([line]))
    for before, after in itertools.pairwise(divided):
        before.before_blank = after.after_blank = False
    return divided


def _continues(current: Paragraph, margin: Margin, points: Points, index: int) -> bool:
    """Whether a line without bullet belongs to the paragraph above it."""
    line, first = margin.block[index], current.lines[0]
    if current.marker is not None:
        if line.indent > first.indent:
            points.is_hanging = True
            return True
        if points.is_hanging:
            return False
        if not line.text[:1].islower() and not margin.connected(index - 1):
            return margin.room(index - 1) < 0 and len(current.lines) > 1
    return margin.goes_on(index - 1, first)


def _fill(paragraph: Paragraph) -> None:
    cut, glue = 0, " "
    for index, line in enumerate(paragraph.lines):
        start = paragraph.marker.length if paragraph.marker is not None and index == 0 else 0
        end = len(line.text)
        next_glue = " "
        if index + 1 < len(paragraph.lines):
            cut, next_glue = hyphens.join(line.text, paragraph.lines[index + 1].text)
            end -= cut
        _add_line(paragraph, line, start, end, glue)
        glue = next_glue


def _add_line(paragraph: Paragraph, line: Line, start: int, end: int, glue: str) -> None:
    if paragraph.kind is UnitKind.TABLE_ROW:
        for low, high in cells(line.text):
            paragraph.flow.add(line.text[low:high], line.start + low, glue="\t")
        return
    for low, high in _between_notes(paragraph, line, start, end):
        for piece in _PIECE.finditer(line.text, low, high):
            follows_note = low > 0 and piece.start() == low and piece.group()[0] in _CLOSING_MARKS
            paragraph.flow.add(piece.group(), line.start + piece.start(), glue="" if follows_note else glue)
            glue = " "


def _between_notes(paragraph: Paragraph, line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a line without the marks of footnotes, which are put aside."""
    marks = note_marks(line.text) if paragraph.kind in {UnitKind.SENTENCE, UnitKind.BULLET} else []
    for low, high in marks:
        if low >= start and high <= end:
            yield start, low
            shift = line.start + len(line.text[low:high]) - len(line.text[low:high].lstrip())
            paragraph.notes.append((low + shift, line.start + high))
            start = high
    yield start, end


def _look_again(paragraph: Paragraph) -> None:
    """What its neighbours hid while there were only lines: a number by itself says nothing, and hello is hello."""
    if is_page_number(paragraph.text):
        paragraph.kind = UnitKind.PAGE_NUMBER
    elif paragraph.text.endswith(",") and is_greeting(paragraph.text):
        paragraph.kind = UnitKind.GREETING
