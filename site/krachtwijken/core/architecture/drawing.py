"""Draws the building: a row a room, and for every room a line down to it from those that import it.

A room imports only what lies below it, so lines that leave the rooms in order of height never cross. Attributes only: no
script, no style, no font of its own, so that every viewer shows it.
"""

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from krachtwijken.core.architecture.rooms import Building, Room

WIDTH, MARGIN, TOP = 1200, 28, 112
BOX, ROW, GAP, HEADING = 600, 34, 4, 46
# Lines stand as far apart as there is room for.
FIRST_LANE, LAST_LANE, WIDEST = MARGIN + BOX + 34, WIDTH - MARGIN + 2, 40.0
# Fewer imports than this are a small dot without a number.
THIN = 3

PAPER, INK, SOFT, FAINT = "#ffffff", "#1c2530", "#4b5662", "#e9e4da"
# Light, line and ink of an app; the hues of static/css/tokens.css.
HUES = {
    "matching": ("#f3e3cf", "#b98a4e", "#5b3a12"),
    "search": ("#d9e7f5", "#6f9cc8", "#163f66"),
    "knowledge": ("#e7e0f5", "#9a86cc", "#43307a"),
    "expertpool": ("#d6ede2", "#62a98a", "#0f4f3a"),
    "krachtwijken.accounts": ("#f8ddd8", "#cc8577", "#7a1f10"),
    "krachtwijken.core": ("#ebe7df", "#9a9384", "#3c4650"),
}
FONT = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif"
TITLE = "The rooms of Krachtwijken, and what each uses"


@dataclass(frozen=True)
class Place:
    """Where a room stands: the middle of its row, and the line that leads to it."""

    room: Room
    y: float
    lane: float


def draw(building: Building) -> str:
    """An SVG, the same for the same building."""
    places, headings, height = _places(building)
    svg = Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}", width=str(WIDTH), height=str(height),
    )  # fmt: skip
    svg.attrib |= {
        "role": "img",
        "aria-labelledby": "title desc",
        "font-family": FONT,
        "fill": INK,
        "data-structure": structure(building),
    }
    SubElement(svg, "title", id="title").text = TITLE
    SubElement(svg, "desc", id="desc").text = _in_words(building)
    _rect(svg, 0, 0, WIDTH, height, PAPER)
    _draw_legend(svg)
    for app, y in headings:
        _text(svg, MARGIN, y, app, size=19, weight="700", fill=_hues(app)[2])
        _text(svg, MARGIN + BOX, y, building.purposes[app], size=15, fill=SOFT, anchor="end")
    for place in places:
        _draw_rails(svg, place, places, building)
    for place in places:
        _draw_lane(svg, place, places, building)
    longest = max(round_lines(room.lines) for room in building.rooms)
    for place in places:
        _draw_room(svg, place, longest)
    indent(svg, " ")
    return tostring(svg, encoding="unicode") + "\n"


def _places(building: Building) -> tuple[list[Place], list[tuple[str, float]], int]:
    """Places from the top down, the headings of apps with more than one room, and how high the picture is."""
    several = {one.app for one, other in pairwise(building.rooms) if one.app == other.app}
    used = {room for _, room in building.uses}
    apart = min(WIDEST, (LAST_LANE - FIRST_LANE) / max(len(used) - 1, 1))
    places: list[Place] = []
    headings: list[tuple[str, float]] = []
    y, lane, app = float(TOP), float(FIRST_LANE), ""
    for room in building.rooms:
        if room.app != app and room.app in several:
            y += HEADING
            headings.append((room.app, y - 12))
        elif app in several and room.app != app:
            y += HEADING / 2
        app = room.app
        places.append(Place(room, y + ROW / 2, lane))
        lane += apart if room in used else 0
        y += ROW + GAP
    return places, headings, math.ceil(y + MARGIN - GAP)


def _draw_legend(svg: Element) -> None:
    _text(svg, MARGIN, 46, TITLE, size=25, weight="700")
    _text(svg, MARGIN, 76, "A room may import only what lies below it.", size=16, fill=SOFT)
    _text(svg, MARGIN, 99, "Tint and figure: lines of Python.", size=16, fill=SOFT)
    _dot(svg, FIRST_LANE, 70, 12, "search")
    _text(svg, FIRST_LANE + 24, 76, "imports by this room of the one where the line ends", size=16, fill=SOFT)
    _dot(svg, FIRST_LANE, 94, 1, "search")
    _text(svg, FIRST_LANE + 24, 99, "one or two", size=16, fill=SOFT)


def _draw_room(svg: Element, place: Place, longest: int) -> None:
    room, top = place.room, place.y - ROW / 2
    light, line, ink = _hues(room.app)
    group = SubElement(svg, "g")
    _rect(group, MARGIN, top, BOX, ROW, PAPER)
    _rect(group, MARGIN, top, BOX * round_lines(room.lines) / longest, ROW, light)
    frame = _rect(group, MARGIN, top, BOX, ROW, "none")
    frame.attrib |= {"stroke": line, "stroke-width": "1.2", "rx": "3"}
    baseline = place.y + 5.5
    _text(group, MARGIN + 12, baseline, room.name, size=15.5, weight="700", fill=ink)
    _text(group, MARGIN + 156, baseline, room.purpose, size=14.5)
    _text(
        group, MARGIN + BOX - 12, baseline, f"{round_lines(room.lines):,}", size=14.5, fill=SOFT, anchor="end"
    )


def _draw_rails(svg: Element, place: Place, places: Sequence[Place], building: Building) -> None:
    """From a room to the last room that it uses, faint, so that a dot can be followed back."""
    ends = [other.lane for other in places if (place.room, other.room) in building.uses]
    if ends:
        _line(svg, [(MARGIN + BOX, place.y), (max(ends), place.y)], FAINT, 1.5)


def _draw_lane(svg: Element, place: Place, places: Sequence[Place], building: Building) -> None:
    """The line down into this room, a dot on it for every room that uses it."""
    users = [
        (other, building.uses[key]) for other in places if (key := (other.room, place.room)) in building.uses
    ]
    if not users:
        return
    group = SubElement(svg, "g")
    colour = _hues(place.room.app)[1]
    edge = MARGIN + BOX + 2
    bend = 10
    path = (
        f"M{_n(place.lane)} {_n(users[0][0].y)}V{_n(place.y - bend)}"
        f"Q{_n(place.lane)} {_n(place.y)} {_n(place.lane - bend)} {_n(place.y)}H{_n(edge + 8)}"
    )
    SubElement(group, "path", {"d": path, "fill": "none", "stroke": colour, "stroke-width": "1.7"})
    tip = f"M{_n(edge)} {_n(place.y)}l11 -5.5v11z"
    SubElement(group, "path", {"d": tip, "fill": colour})
    for other, count in users:
        dot = _dot(group, place.lane, other.y, count, place.room.app)
        SubElement(dot, "title").text = f"{_full(other.room)} imports {_full(place.room)}: {count}"


def _dot(svg: Element, x: float, y: float, count: int, app: str) -> Element:
    light, line, ink = _hues(app)
    group = SubElement(svg, "g")
    radius = 4.5 if count < THIN else 11.5
    shape = {"cx": _n(x), "cy": _n(y), "r": _n(radius), "fill": light, "stroke": line, "stroke-width": "1.6"}
    SubElement(group, "circle", shape)
    if count >= THIN:
        _text(group, x, y + 4.8, str(count), size=13.5, weight="600", fill=ink, anchor="middle")
    return group


def _in_words(building: Building) -> str:
    """The picture for who cannot see it."""
    said = [f"{_full(room)}, {round_lines(room.lines):,} lines: {room.purpose}." for room in building.rooms]
    thick = [
        f"{_full(one)} imports {_full(other)} {count} times."
        for (one, other), count in sorted(
            building.uses.items(), key=lambda use: (-use[1], _full(use[0][0]), _full(use[0][1]))
        )
        if count >= THIN
    ]
    return " ".join(
        ["From the top floor down; each imports only what lies below it.", *said, "Of the imports:", *thick]
    )


def _hues(app: str) -> tuple[str, str, str]:
    return HUES.get(app, HUES["krachtwijken.core"])


def round_lines(lines: int) -> int:
    """Two figures, so that the picture changes when a room does and not with every line."""
    step = 10 ** max(len(str(lines)) - 2, 1)
    return round(lines / step) * step


def structure(building: Building) -> str:
    """A mark of the rooms, what they are for and who uses whom; not of how large a room is or how often it is used."""
    rooms = [(room.floor, room.packages, room.purpose) for room in building.rooms]
    uses = sorted((_full(one), _full(other)) for one, other in building.uses)
    return hashlib.sha256(json.dumps([rooms, sorted(building.purposes.items()), uses]).encode()).hexdigest()[
        :16
    ]


def structure_drawn(picture: str) -> str:
    """That mark of the building that a picture was drawn from; empty when it has none."""
    found = re.search(r'data-structure="(\w+)"', picture)
    return found[1] if found else ""


def _full(room: Room) -> str:
    return room.app if room.packages == (room.app,) else f"{room.app}.{room.name}"


def _rect(svg: Element, x: float, y: float, width: float, height: float, fill: str) -> Element:
    return SubElement(
        svg, "rect", {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height), "fill": fill}
    )  # fmt: skip


def _line(svg: Element, points: Sequence[tuple[float, float]], stroke: str, width: float) -> None:
    path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    SubElement(svg, "path", {"d": path, "fill": "none", "stroke": stroke, "stroke-width": _n(width)})


def _text(
    svg: Element, x: float, y: float, text: str,
    *, size: float, weight: str = "400", fill: str = INK, anchor: str = "start",
) -> None:  # fmt: skip
    attributes = {"x": _n(x), "y": _n(y), "font-size": _n(size), "fill": fill}
    if weight != "400":
        attributes["font-weight"] = weight
    if anchor != "start":
        attributes["text-anchor"] = anchor
    SubElement(svg, "text", attributes).text = text


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
