"""Bars and columns fit their drawing, with nothing and with much in them."""

import pytest

from krachtwijken.core.charts.bars import LABELS, NUMBERS, WIDTH, draw_bars, draw_columns


@pytest.mark.parametrize("numbers", [[], [0, 0], [1], [3, 9000, 0]])
def test_everything_drawn_lies_within_the_picture(numbers: list[int]) -> None:
    rows = [(f"Rij {place}" * 9, number) for place, number in enumerate(numbers)]
    lying, standing = draw_bars(rows, marks=[10] * len(rows)), draw_columns(rows)
    assert all(bar.x + bar.width <= WIDTH - NUMBERS + 1 for bar in lying.bars)
    assert all(bar.mark and LABELS <= bar.mark <= WIDTH - NUMBERS + 3 for bar in lying.bars)
    assert all(bar.x + bar.width <= WIDTH + 1 and bar.y >= 0 for bar in standing.bars)
    assert all(bar.y + bar.height <= view.height for view in (lying, standing) for bar in view.bars)
    assert [bar.number for bar in lying.bars] == numbers
