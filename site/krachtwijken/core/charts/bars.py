"""Bars and columns as plain numbers for a server-rendered SVG; the page gives the same numbers in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 720
LABELS, NUMBERS = 250, 50
ROW, BAR = 30, 18
COLUMN_HEIGHT, FOOT, HEAD = 160, 24, 20
LONGEST_LABEL = 34


@dataclass(frozen=True)
class DrawnBar:
    """In units of the view box. `mark` is where a norm lies on the way of the bar; None without one."""

    label: str
    number: int
    x: float
    y: float
    width: float
    height: float
    mark: float | None = None

    @property
    def end(self) -> float:
        """Where the number of a lying bar begins."""
        return round(self.x + self.width + 6, 1)


@dataclass(frozen=True)
class BarView:
    width: int
    height: int
    bars: Sequence[DrawnBar]


def draw_bars(rows: Sequence[tuple[str, int]], *, marks: Sequence[int] = ()) -> BarView:
    """Lying, one below the other, all on the same scale as the marks."""
    longest = max([1, *(number for _, number in rows), *marks])
    scale = (WIDTH - LABELS - NUMBERS) / longest
    bars = [
        DrawnBar(
            _short(label), number, LABELS, place * ROW + (ROW - BAR) / 2, round(number * scale, 1), BAR,
            round(LABELS + marks[place] * scale, 1) if marks else None,
        )
        for place, (label, number) in enumerate(rows)
    ]  # fmt: skip
    return BarView(WIDTH, max(1, len(rows)) * ROW, bars)


def draw_columns(rows: Sequence[tuple[str, int]]) -> BarView:
    """Standing, in the order given."""
    most = max([1, *(number for _, number in rows)])
    step = WIDTH / max(1, len(rows))
    bars = []
    for place, (label, number) in enumerate(rows):
        height = round(number * COLUMN_HEIGHT / most, 1)
        bars.append(
            DrawnBar(
                label, number, round(place * step + step * 0.15, 1), HEAD + COLUMN_HEIGHT - height,
                round(step * 0.7, 1), height,
            )
        )  # fmt: skip
    return BarView(WIDTH, HEAD + COLUMN_HEIGHT + FOOT, bars)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
