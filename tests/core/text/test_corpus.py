"""Texts as people paste them, and the units that a careful reader sees."""

import pytest

from krachtwijken.core.text import UnitKind, read_text
from tests.core.text.shapes import Shape, all_described, shapes

ALL = shapes()


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_units(shape: Shape) -> None:
    assert all_described(read_text(shape.text)) == shape.units


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_units_with_the_line_ends_of_windows(shape: Shape) -> None:
    assert all_described(read_text("\ufeff" + shape.text.replace("\n", "\r\n"))) == shape.units


@pytest.mark.parametrize("shape", ALL, ids=lambda shape: shape.name)
def test_units_with_space_behind_every_line(shape: Shape) -> None:
    assert all_described(read_text(shape.text.replace("\n", " \u00a0\n"))) == shape.units


def test_corpus_has_every_kind_and_enough_of_it() -> None:
    seen = {line.removeprefix("> ").split(":")[0] for shape in ALL for line in shape.units}
    assert seen == set(UnitKind)
    assert len(ALL) >= 60
