"""A map of the Netherlands as plain numbers for a server-rendered SVG; the page gives the equal list beside it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OUTLINE = Path(__file__).parent / "data" / "netherlands.json"
WIDTH = 420.0
MARGIN = 10.0
# Dots closer than this would cover each other, and be hard to hit.
DOT_RADIUS = 6.5
MIN_DISTANCE = 2 * DOT_RADIUS + 1.5
SPREAD_ROUNDS = 200


@dataclass(frozen=True)
class MapPoint:
    """A place in degrees (WGS 84), with what the reader sees and where a click leads."""

    lat: float
    lon: float
    label: str
    group: str
    url: str
    tone: str = ""


@dataclass(frozen=True)
class MapDot:
    """A point on the drawing, in units of its view box."""

    x: float
    y: float
    label: str
    group: str
    url: str
    tone: str


@dataclass(frozen=True)
class MapView:
    width: float
    height: float
    outline: Sequence[str]
    dots: Sequence[MapDot]
    radius: float = DOT_RADIUS


@dataclass(frozen=True)
class Projection:
    """Equirectangular, true to scale at the middle of the country: within a percent over its height."""

    west: float
    north: float
    scale: float
    squeeze: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        x = MARGIN + (lon - self.west) * self.squeeze * self.scale
        return x, MARGIN + (self.north - lat) * self.scale


@cache
def rings() -> list[list[tuple[float, float]]]:
    """Rings of (longitude, latitude)."""
    return [[(lon, lat) for lon, lat in ring] for ring in json.loads(OUTLINE.read_text(encoding="utf-8"))]


@cache
def projection() -> tuple[Projection, float]:
    """The projection that fits the country in WIDTH, and the height that goes with it."""
    lons = [lon for ring in rings() for lon, _ in ring]
    lats = [lat for ring in rings() for _, lat in ring]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((max(lons) - min(lons)) * squeeze)
    height = (max(lats) - min(lats)) * scale + 2 * MARGIN
    return Projection(min(lons), max(lats), scale, squeeze), height


@cache
def outline_paths() -> tuple[str, ...]:
    """The country as SVG path data, a path a ring."""
    project, _ = projection()
    paths = []
    for ring in rings():
        steps = [f"{x:.1f} {y:.1f}" for x, y in (project.place(lon, lat) for lon, lat in ring)]
        paths.append("M" + "L".join(steps) + "Z")
    return tuple(paths)


def build_map(points: Sequence[MapPoint]) -> MapView:
    """Place every point; those on top of each other move apart, as little as needed, always in the same way."""
    project, height = projection()
    places = _spread([project.place(point.lon, point.lat) for point in points], height)
    dots = [
        MapDot(round(x, 1), round(y, 1), point.label, point.group, point.url, point.tone)
        for point, (x, y) in zip(points, places, strict=True)
    ]
    return MapView(WIDTH, round(height, 1), outline_paths(), dots)


def _spread(places: list[tuple[float, float]], height: float) -> list[tuple[float, float]]:
    spots = [list(place) for place in places]
    for _ in range(SPREAD_ROUNDS):
        moved = False
        for first in range(len(spots)):
            for second in range(first + 1, len(spots)):
                moved |= _push_apart(spots[first], spots[second], turn=first + 1)
        for spot in spots:
            spot[0] = min(max(spot[0], DOT_RADIUS), WIDTH - DOT_RADIUS)
            spot[1] = min(max(spot[1], DOT_RADIUS), height - DOT_RADIUS)
        if not moved:
            break
    return [(x, y) for x, y in spots]


def _push_apart(one: list[float], other: list[float], *, turn: int) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    distance = math.hypot(dx, dy)
    if distance >= MIN_DISTANCE - 0.01:
        return False
    if distance < 0.01:
        # The same spot: the number of the dot gives the direction, so that a map never changes by itself.
        dx, dy, distance = math.cos(turn), math.sin(turn), 1.0
        push = MIN_DISTANCE / 2
    else:
        push = (MIN_DISTANCE - distance) / 2
    one[0] -= dx / distance * push
    one[1] -= dy / distance * push
    other[0] += dx / distance * push
    other[1] += dy / distance * push
    return True
