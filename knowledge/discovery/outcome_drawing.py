"""The map of outcomes as plain numbers for a server-rendered SVG; the page gives the equal table beside it.

A row a theme, a column a kind of outcome: colour is the best evidence, a ring what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from knowledge.discovery.drawing import MANY
from knowledge.discovery.ladder import STEPS, Step
from knowledge.discovery.outcomes import COLUMNS, OutcomeCell, OutcomeRow

LABELS, CELL, ROW, GAP = 178.0, 76.0, 46.0, 4.0
HEAD, LINE, LETTERS = 56.0, 15.0, 11
WIDTH = LABELS + len(COLUMNS) * CELL
SMALLEST_RING, RING_GROWTH, LARGEST_RING = 11.0, 0.6, 16.0


@dataclass(frozen=True)
class DrawnCell:
    """`tone` is "none", "some" or "many"; `ring` its radius, 0 when nothing is asked."""

    x: float
    cell: OutcomeCell
    label: str
    tone: str
    ring: float


@dataclass(frozen=True)
class DrawnRow:
    y: float
    row: OutcomeRow
    cells: Sequence[DrawnCell]


@dataclass(frozen=True)
class DrawnHead:
    """`lines` with the place of each from above."""

    x: float
    label: str
    lines: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class OutcomeMap:
    height: float
    heads: Sequence[DrawnHead]
    rows: Sequence[DrawnRow]
    width: float = WIDTH
    box_width: float = CELL - GAP
    box_height: float = ROW - GAP
    # Of the number of cases and of the ring within a cell.
    number_x: float = CELL * 0.27
    ring_x: float = CELL * 0.68
    middle: float = (ROW - GAP) / 2
    steps: Sequence[Step] = STEPS


def draw_outcome_map(rows: Sequence[OutcomeRow]) -> OutcomeMap:
    heads = [
        DrawnHead(LABELS + place * CELL + (CELL - GAP) / 2, label, _lines(label))
        for place, (_, label) in enumerate(COLUMNS)
    ]
    drawn = [DrawnRow(HEAD + place * ROW, row, _cells(row)) for place, row in enumerate(rows)]
    return OutcomeMap(height=HEAD + len(rows) * ROW, heads=heads, rows=drawn)


def _lines(label: str) -> list[tuple[float, str]]:
    words = wrap(label, LETTERS, break_long_words=False)
    return [(HEAD - 12 - LINE * (len(words) - 1 - place), line) for place, line in enumerate(words)]


def _cells(row: OutcomeRow) -> list[DrawnCell]:
    return [
        DrawnCell(LABELS + place * CELL, cell, label, _tone(cell.total), _radius(cell.demand.total))
        for place, (cell, (_, label)) in enumerate(zip(row.cells, COLUMNS, strict=True))
    ]


def _tone(count: int) -> str:
    return "none" if not count else "some" if count < MANY else "many"


def _radius(asked: int) -> float:
    return min(SMALLEST_RING + RING_GROWTH * (asked - 1), LARGEST_RING) if asked else 0.0
