"""The rooms of the code and what each imports of the others, read from pyproject.toml and the graph of imports."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import grimp

# Of every app: what Django and Wagtail ask for by name. They stand above what the app is made of.
ENTRANCES = ("apps", "urls", "handlers", "checks", "wagtail_hooks", "management", "templatetags")
# Rooms of one floor that are together no longer than a module may be are drawn as one.
SMALL = 400


@dataclass(frozen=True)
class Room:
    """`packages` are the modules with everything below them, `floor` counts from the top, `lines` are those of Python."""

    name: str
    app: str
    floor: int
    packages: tuple[str, ...]
    purpose: str
    lines: int


@dataclass(frozen=True)
class Building:
    """Rooms from the top floor down. `uses` counts the pairs of modules of which one imports the other."""

    rooms: Sequence[Room]
    purposes: Mapping[str, str]
    uses: Mapping[tuple[Room, Room], int]


def read_building(root: Path) -> Building:
    """`root` holds pyproject.toml; the packages must be on the path of this process."""
    layers = Layers(root)
    graph = grimp.build_graph(*layers.packages, cache_dir=None)
    modules = {module for module in graph.modules if ".migrations" not in module}
    sources = Sources(root, modules)
    rooms = list(_rooms(layers, sources))
    home = {module: room for room in rooms for package in room.packages for module in sources.below(package)}
    uses: Counter[tuple[Room, Room]] = Counter()
    for module in sorted(modules & home.keys()):
        for imported in graph.find_modules_directly_imported_by(module):
            # A module that only gathers what others hold stands in no room: what it gathers is meant, of rooms below.
            is_held = imported in home
            held = (imported,) if is_held else graph.find_modules_directly_imported_by(imported)
            for room in {home[name] for name in held if name in home} - {home[module]}:
                if is_held or room.floor > home[module].floor:
                    uses[home[module], room] += 1
    apps = dict.fromkeys(room.app for room in rooms)
    return Building(rooms, {app: sources.purpose(app) for app in apps}, uses)


class Layers:
    """The contracts of import-linter: which apps lie on which, and which rooms of an app."""

    def __init__(self, root: Path) -> None:
        settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
            "importlinter"
        ]
        contracts = [contract for contract in settings["contracts"] if contract["type"] == "layers"]
        self.packages: list[str] = settings["root_packages"]
        self.apps = [
            _siblings(layer)
            for contract in contracts
            if "containers" not in contract
            for layer in contract["layers"]
        ]
        self.inside = {
            app: [_siblings(layer) for layer in contract["layers"]]
            for contract in contracts
            for app in contract.get("containers", ())
        }


def _siblings(layer: str) -> list[str]:
    return [name.strip() for name in re.split(r"[|:]", layer)]


class Sources:
    """The files behind the modules."""

    def __init__(self, root: Path, modules: Iterable[str]) -> None:
        self.root = root
        self.modules = sorted(modules)

    def below(self, package: str) -> list[str]:
        return [name for name in self.modules if name == package or name.startswith(f"{package}.")]

    def lines(self, package: str) -> int:
        return sum(len(self._text(module).splitlines()) for module in self.below(package))

    def purpose(self, package: str) -> str:
        """The first clause of its docstring."""
        said = ast.get_docstring(ast.parse(self._text(package))) or ""
        return re.split(r"[.;]( |$)", said.splitlines()[0] if said else "")[0]

    def _text(self, module: str) -> str:
        for folder in (self.root, self.root / "site"):
            path = folder.joinpath(*module.split("."))
            for file in (path.with_suffix(".py"), path / "__init__.py"):
                if file.is_file():
                    return file.read_text(encoding="utf-8")
        return ""  # a folder without an __init__.py


def _rooms(layers: Layers, sources: Sources) -> Iterable[Room]:
    floor = 0
    for siblings in layers.apps:
        for app in siblings:
            if app in layers.inside:
                yield from _inside(app, layers.inside[app], sources, floor)
        whole = [app for app in siblings if app not in layers.inside and len(sources.below(app)) > 1]
        for app in whole:
            yield Room(app.split(".")[-1], app, floor, (app,), sources.purpose(app), sources.lines(app))
        floor += 1 + max(len(layers.inside.get(app, ())) for app in siblings)


def _inside(app: str, floors: Sequence[Sequence[str]], sources: Sources, top: int) -> Iterable[Room]:
    entrances = tuple(f"{app}.{name}" for name in ENTRANCES)
    lines = sum(sources.lines(name) for name in entrances)
    yield Room("entrances", app, top, entrances, "Addresses, jobs, commands, template tags", lines)
    for number, names in enumerate(floors, top + 1):
        packages = [f"{app}.{name}" for name in names if name not in ENTRANCES]
        lengths = [sources.lines(package) for package in packages]
        together = sum(lengths) < SMALL and len(packages) > 1
        groups = [tuple(packages)] if together else [(package,) for package in packages]
        for group in groups:
            name = ", ".join(package.split(".")[-1] for package in group)
            yield Room(name, app, number, group, sources.purpose(group[0]), sum(map(sources.lines, group)))
