"""The picture of the rooms is drawn from the imports, and docs/architecture.md tells of files that exist."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from krachtwijken.core.architecture.drawing import draw, round_lines, structure, structure_drawn
from krachtwijken.core.architecture.rooms import Building, Room, read_building
from krachtwijken.core.management.commands import draw_architecture

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = ROOT / "docs" / "img" / "architecture.svg"
SVG = "{http://www.w3.org/2000/svg}"
CONTRACTS = """
[tool.importlinter]
root_packages = ["above_x", "below_x"]

[[tool.importlinter.contracts]]
type = "layers"
layers = ["above_x", "below_x"]

[[tool.importlinter.contracts]]
type = "layers"
containers = ["above_x"]
layers = ["apps | urls", "big", "little | least", "base"]

[[tool.importlinter.contracts]]
type = "forbidden"
source_modules = ["above_x"]
forbidden_modules = ["django"]
"""
FILES = {
    "above_x/__init__.py": '"""What is above. The rest is not drawn."""\n',
    "above_x/urls.py": "from above_x.big import views\n",
    "above_x/big/__init__.py": '"""Big; really."""\n' + "#\n" * 500,
    "above_x/big/views.py": "from above_x import models\nfrom above_x.little import one, two\nimport below_x.some\n",
    "above_x/little/__init__.py": "",
    "above_x/little/one.py": "",
    "above_x/little/two.py": "",
    "above_x/least.py": "",
    "above_x/base.py": "",
    "above_x/models.py": "from above_x.base import *\n",
    "above_x/migrations/__init__.py": "",
    "above_x/migrations/first.py": "import below_x.some\n",
    "below_x/__init__.py": "",
    "below_x/some.py": "",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Building:
    for name, text in {**FILES, "pyproject.toml": CONTRACTS}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return read_building(tmp_path)


def room(building: Building, name: str) -> Room:
    return next(room for room in building.rooms if room.name == name)


def renamed(building: Building, rooms: list[Room]) -> dict[tuple[Room, Room], int]:
    """The same uses between the rooms of the same names."""
    named = {room.name: room for room in rooms}
    return {(named[one.name], named[other.name]): count for (one, other), count in building.uses.items()}


def uses(building: Building) -> dict[tuple[str, str], int]:
    return {(one.name, other.name): count for (one, other), count in building.uses.items()}


def test_rooms_stand_in_the_order_of_the_contracts_and_small_neighbours_are_one(small: Building) -> None:
    assert [room.name for room in small.rooms] == ["entrances", "big", "little, least", "base", "below_x"]
    assert room(small, "big").lines == 504
    assert room(small, "big").purpose == "Big"
    assert small.purposes["above_x"] == "What is above"


def test_imports_are_counted_and_a_module_that_gathers_counts_as_what_it_gathers(small: Building) -> None:
    assert uses(small) == {
        ("entrances", "big"): 1,
        ("big", "little, least"): 2,
        ("big", "base"): 1,
        ("big", "below_x"): 1,
    }


def test_picture_changes_with_an_import_and_not_with_a_line(small: Building) -> None:
    (pair, count), *others = small.uses.items()
    more = Building(small.rooms, small.purposes, {pair: count + 4, **dict(others)})
    assert draw(small) != draw(more)
    assert round_lines(1_231) == round_lines(1_219) == 1_200
    assert round_lines(24) == 20
    longer = [replace(room, lines=round_lines(room.lines)) for room in small.rooms]
    assert draw(Building(longer, small.purposes, renamed(small, longer))) == draw(small)


def test_picture_is_of_the_rooms_and_imports_there_are_now() -> None:
    kept = structure_drawn(PICTURE.read_text(encoding="utf-8"))
    assert kept == structure(read_building(ROOT)), "run `manage.py draw_architecture`"


def test_structure_changes_with_a_use_or_a_room_and_not_with_a_size(small: Building) -> None:
    (pair, count), *others = small.uses.items()
    drawn = structure_drawn(draw(small))
    assert drawn == structure(small)
    grown = [replace(room, lines=room.lines * 3) for room in small.rooms]
    assert structure(Building(grown, small.purposes, renamed(small, grown))) == drawn
    assert structure(replace(small, uses={pair: count + 4, **dict(others)})) == drawn
    assert structure(replace(small, uses=dict(others))) != drawn
    named = [replace(room, purpose=f"{room.purpose} and more") for room in small.rooms]
    assert structure(Building(named, small.purposes, renamed(small, named))) != drawn


def test_command_says_when_the_picture_is_out_of_date(monkeypatch: pytest.MonkeyPatch) -> None:
    before = PICTURE.read_text(encoding="utf-8")
    monkeypatch.setattr(draw_architecture, "structure", lambda _building: "another building")
    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_architecture", check=True)
    assert PICTURE.read_text(encoding="utf-8") == before


def test_picture_can_be_read_by_everybody_and_by_a_strict_viewer() -> None:
    picture = ElementTree.parse(PICTURE).getroot()
    names = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert names == {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
    assert picture.attrib["aria-labelledby"].split() == [
        element.attrib["id"] for tag in ("title", "desc") for element in picture.findall(f"{SVG}{tag}")
    ]
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "class", "href"}}
    assert min(float(text.attrib["font-size"]) for text in picture.iter(f"{SVG}text")) >= 13


def test_no_line_of_the_picture_runs_up() -> None:
    building = read_building(ROOT)
    assert not [(one.name, other.name) for one, other in building.uses if one.floor >= other.floor]


def test_what_a_room_is_for_fits_in_its_box() -> None:
    building = read_building(ROOT)
    assert not [room.name for room in building.rooms if not 0 < len(room.purpose) <= 50]


def roads() -> list[tuple[str, int, list[str]]]:
    """Name, told number and files of each road on the page."""
    found = re.findall(
        r"^### ([^\n]*): (\d+) files$(.*?)(?=^#|^\*\*|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL
    )
    return [(name, int(told), re.findall(r"`([^` ]+\.(?:py|html))`", steps)) for name, told, steps in found]


# As long as they were found when last traced; longer is a choice to defend. Publish and Answer grew when advice began to cite
# sentences: reading the text, its sentences and the reasons each do work of their own there.
@pytest.mark.parametrize(("name", "most"), [("Search", 27), ("Publish", 20), ("Request", 16), ("Answer", 31)])
def test_road_says_how_many_files_it_passes_and_passes_few(name: str, most: int) -> None:
    told, files = {road: (told, files) for road, told, files in roads()}[name]
    assert told == len(files) <= most
    assert len(set(files)) == len(files)


def test_table_of_what_ran_adds_up() -> None:
    rows = [
        [int(cell) for cell in cells]
        for cells in re.findall(r"^\| [^|]+" + r"\| (\d+) " * 4 + r"\|$", PAGE, re.MULTILINE)
    ]
    ran, *parts = rows
    assert ran == [sum(column) for column in zip(*parts, strict=True)]


def test_table_of_changes_has_twelve_rows() -> None:
    table = PAGE.partition("## I want to change")[2].partition("## ")[0]
    assert len([line for line in table.splitlines() if line.startswith("| ")]) - 2 == 12
