"""Names tell rooms apart: no two alike in one app, and what does something is called by a verb."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APPS = (
    "knowledge",
    "expertpool",
    "search",
    "matching",
    "site/krachtwijken/accounts",
    "site/krachtwijken/core",
)
# Django wants this name in every command.
SHARED = {"Command"}
# What a public function may begin with that gives nothing back, or that stands in a module of services.
VERBS = set(
    """
    add adjust advise agree allow announce answer ask assign attach change check claim close confirm correct count create
    decide decline delete drain draw drop embed empty end enqueue ensure escalate extract fetch fill find follow forget
    give grant
    guard hand handle ignore index invite join keep leave limit link load lock look make mark merge migrate move name
    nominate note pause place post prepare publish put queue read reap recall receive reconcile record refresh refuse register
    release remind remove request reset restore return review revoke run save say search send serve set settle share show
    start stop submit take tell tidy touch unregister update use vet wait wake warm watch withdraw write
    """.split()
)
# And one that gives yes or no: a question, or what something does ("follows", "begins").
QUESTIONS = {"is", "are", "has", "may", "can", "must", "looks"}
# Participles that do not end in "ed".
PARTICIPLES = set(
    "drawn found gone held kept known left lost made seen sent shown spoken taken told written".split()
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def public_names(app: Path) -> Iterator[tuple[Path, Function | ast.ClassDef]]:
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                    yield path, node


def alike(app: Path) -> dict[str, list[str]]:
    """Names that more than one module of the app gives to something public, with those modules."""
    places: dict[str, list[str]] = defaultdict(list)
    for path, node in public_names(app):
        places[node.name].append(str(path.relative_to(app)))
    return {name: paths for name, paths in places.items() if len(paths) > 1 and name not in SHARED}


def is_well_named(node: Function, *, is_service: bool) -> bool:
    first, _, rest = node.name.partition("_")
    gives = ast.unparse(node.returns) if node.returns else ""
    if gives == "bool" and (first in QUESTIONS or first.endswith("s")):
        return True
    if is_service or gives in {"None", "bool"}:
        return first in VERBS
    # It is called after what it gives: a participle alone does not say what that is.
    return bool(rest) or first in VERBS or not (first.endswith("ed") or first in PARTICIPLES)


def badly_named(app: Path) -> list[str]:
    return [
        f"{path.relative_to(app)}: {node.name}"
        for path, node in public_names(app)
        if isinstance(node, Function)
        and not is_well_named(node, is_service="services" in {path.stem, path.parent.name})
    ]


@pytest.mark.parametrize("app", APPS)
def test_no_two_public_names_of_an_app_are_alike(app: str) -> None:
    assert alike(ROOT / app) == {}


@pytest.mark.parametrize("app", APPS)
def test_what_does_something_is_called_by_a_verb(app: str) -> None:
    assert badly_named(ROOT / app) == []


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        ("def keep_row() -> None: ...", True),
        ("def row_kept() -> None: ...", False),
        ("def is_kept() -> bool: ...", True),
        ("def begins_row() -> bool: ...", True),
        ("def kept() -> bool: ...", False),
        ("def rows_of() -> list[int]: ...", True),
        ("def kept_rows() -> list[int]: ...", True),
        ("def kept() -> list[int]: ...", False),
    ],
)
def test_name_of_a_function_is_judged_by_what_it_gives(tmp_path: Path, code: str, accepted: bool) -> None:
    (tmp_path / "rows.py").write_text(code)
    assert (badly_named(tmp_path) == []) is accepted


def test_service_is_called_by_a_verb_whatever_it_gives(tmp_path: Path) -> None:
    (tmp_path / "services.py").write_text(
        "def kept_rows() -> list[int]: ...\ndef keep_rows() -> list[int]: ...\n"
    )
    assert badly_named(tmp_path) == ["services.py: kept_rows"]


def test_same_name_in_two_modules_is_seen(tmp_path: Path) -> None:
    for name in ("rows.py", "lines.py"):
        (tmp_path / name).write_text(
            "def kept_rows() -> list[int]: ...\nclass Command: ...\ndef _own() -> None: ...\n"
        )
    assert alike(tmp_path) == {"kept_rows": ["lines.py", "rows.py"]}
