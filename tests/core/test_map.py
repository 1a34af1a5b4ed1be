"""The map of the Netherlands."""

import math

import pytest

from krachtwijken.core.charts.map import DOT_RADIUS, MapPoint, build_map, outline_paths


def point(lat: float, lon: float, label: str = "wijk") -> MapPoint:
    return MapPoint(lat=lat, lon=lon, label=label, group="gemeente", url="/wijken/x/")


def test_north_is_up_and_east_is_right() -> None:
    groningen, maastricht, vlissingen = build_map(
        [point(53.2, 6.6), point(50.85, 5.7), point(51.45, 3.6)]
    ).dots
    assert groningen.y < vlissingen.y < maastricht.y
    assert vlissingen.x < maastricht.x < groningen.x


def test_every_dot_lies_on_the_drawing() -> None:
    view = build_map([point(53.5, 7.2), point(50.76, 6.0), point(51.3, 3.4)])
    assert all(0 <= dot.x <= view.width and 0 <= dot.y <= view.height for dot in view.dots)


@pytest.mark.parametrize("count", [2, 5, 9])
def test_dots_on_the_same_spot_move_apart(count: int) -> None:
    dots = build_map([point(52.37, 4.9, str(number)) for number in range(count)]).dots
    gaps = [math.dist((a.x, a.y), (b.x, b.y)) for i, a in enumerate(dots) for b in dots[i + 1 :]]
    assert min(gaps) >= 2 * DOT_RADIUS


def test_a_lone_dot_stays_where_it_belongs() -> None:
    alone = build_map([point(52.0, 5.0)]).dots[0]
    with_far_neighbour = build_map([point(52.0, 5.0), point(53.2, 6.6)]).dots[0]
    assert (alone.x, alone.y) == (with_far_neighbour.x, with_far_neighbour.y)


def test_outline_is_closed_paths() -> None:
    assert outline_paths()
    assert all(path.startswith("M") and path.endswith("Z") for path in outline_paths())


def test_no_points_gives_an_empty_country() -> None:
    assert build_map([]).dots == []
