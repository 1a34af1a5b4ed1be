"""The spread of an approach as plain numbers for a server-rendered SVG: the years from left to right, from the place where
it began a line to every place that took it over. The page gives the equal table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.enums import ResultDirection
from knowledge.models import CasePage, Replication
from knowledge.spread.rules import Spread

LABELS, YEARS, MARGIN = 250.0, 430.0, 28.0
HEAD, ROW = 34.0, 30.0
WIDTH = LABELS + YEARS + MARGIN
# More than this is unreadable; the table has all.
MOST_DRAWN = 25
MOST_TICKS = 6
# Not by colour alone.
SIGNS = {
    ResultDirection.BETTER: "+",
    ResultDirection.MIXED: "±",
    ResultDirection.SAME: "0",
    ResultDirection.WORSE: "−",
    ResultDirection.UNKNOWN: "?",
}


@dataclass(frozen=True)
class SpreadPoint:
    x: float
    y: float
    replication: Replication
    sign: str

    @property
    def text_y(self) -> float:
        return self.y + 4.5


@dataclass(frozen=True)
class SpreadDrawing:
    height: float
    start: tuple[float, float]
    start_label: str
    points: Sequence[SpreadPoint]
    ticks: Sequence[tuple[float, int]]
    width: float = WIDTH
    left: float = LABELS
    right: float = LABELS + YEARS

    @property
    def start_text_y(self) -> float:
        return self.start[1] + 4.5

    @property
    def foot(self) -> float:
        return self.height - 6


def draw_spread(case: CasePage, spread: Spread, places: Sequence[str]) -> SpreadDrawing | None:
    """`places` are the names of the wijken where it began. None when nobody took it over."""
    rows = spread.replications[:MOST_DRAWN]
    if not rows:
        return None
    first = min(case.period_from, *(row.year for row in rows))
    last = max(case.period_from, *(row.year for row in rows))
    span = max(last - first, 1)

    def place_of(year: int) -> float:
        return LABELS + MARGIN + (year - first) / span * (YEARS - MARGIN)

    top = HEAD + ROW / 2
    points = [
        SpreadPoint(place_of(row.year), top + (number + 1) * ROW, row, SIGNS[ResultDirection(row.direction)])
        for number, row in enumerate(rows)
    ]
    step = -(-span // MOST_TICKS)
    return SpreadDrawing(
        height=HEAD + ROW * (len(rows) + 1) + 8,
        start=(place_of(case.period_from), top),
        start_label=places[0] if places else "Hier begon het",
        points=points,
        ticks=[(place_of(year), year) for year in range(first, last + 1, step)],
    )
