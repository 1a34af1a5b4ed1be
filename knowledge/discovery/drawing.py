"""The evidence map as plain numbers for a server-rendered SVG; the page gives the equal table beside it.

A row a problem, a column a step of the evidence ladder, and in the last column a ring for what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from knowledge.discovery.ladder import STEPS, Step
from knowledge.discovery.presenter import ProblemLine, ThemeGroup

LABELS, CELL, RINGS = 400.0, 92.0, 84.0
HEAD, THEME, ROW, GAP = 46.0, 36.0, 27.0, 3.0
WIDTH = LABELS + len(STEPS) * CELL + RINGS
# From so many cases on a cell is drawn full.
MANY = 5
# A ring for one question, how much it grows with each, and the largest that fits a row.
SMALLEST_RING, RING_GROWTH, LARGEST_RING = 8.0, 0.6, 11.5


@dataclass(frozen=True)
class GapCell:
    """`tone` is "none", "some" or "many"."""

    x: float
    # Of the number in it.
    middle: float
    url: str
    count: int
    step: Step
    tone: str


@dataclass(frozen=True)
class GapRow:
    y: float
    line: ProblemLine
    url: str
    cells: Sequence[GapCell]
    # Radius, 0 when nothing is asked.
    ring: float


@dataclass(frozen=True)
class GapBand:
    y: float
    group: ThemeGroup
    rows: Sequence[GapRow]


@dataclass(frozen=True)
class GapMap:
    height: float
    bands: Sequence[GapBand]
    heads: Sequence[tuple[float, Step]]
    width: float = WIDTH
    labels: float = LABELS
    box_width: float = CELL - GAP
    box_height: float = ROW - GAP
    row_middle: float = (ROW - GAP) / 2
    ring_x: float = WIDTH - RINGS / 2
    # Where the line of the heads stands.
    head: float = HEAD - 14


def draw_gap_map(groups: Sequence[ThemeGroup], list_url: str) -> GapMap:
    """`list_url` is the address of the list of cases, to which a cell adds its filters."""
    bands, y = [], HEAD
    for group in groups:
        top, y = y, y + THEME
        rows = []
        for line in group.lines:
            rows.append(_row(line, y, list_url))
            y += ROW
        bands.append(GapBand(top, group, rows))
    heads = [(LABELS + place * CELL + (CELL - GAP) / 2, step) for place, step in enumerate(STEPS)]
    return GapMap(height=y + GAP, bands=bands, heads=heads)


def _row(line: ProblemLine, y: float, list_url: str) -> GapRow:
    url = reverse("knowledge:problem", args=[line.problem.code])
    cells = []
    for place, (step, count) in enumerate(line.cells):
        # Nothing to list: the page of the problem says so, and asks for what is missing.
        target = f"{list_url}?probleem={line.problem.code}&{step.query}" if count else url
        tone = "none" if not count else "some" if count < MANY else "many"
        x = LABELS + place * CELL
        cells.append(GapCell(x, x + (CELL - GAP) / 2, target, count, step, tone))
    return GapRow(y, line, url, cells, _radius(line.demand.total))


def _radius(asked: int) -> float:
    return min(SMALLEST_RING + RING_GROWTH * (asked - 1), LARGEST_RING) if asked else 0.0
