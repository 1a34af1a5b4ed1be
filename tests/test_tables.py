"""Tables of the documentation that name tests: each name is a test, and no statement or fault is without one."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECURITY, FAULTS = ROOT / "docs" / "security.md", ROOT / "docs" / "faults.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py|test_\w+\.py|test_\w+)`")


def rows(page: Path, begin: str) -> dict[str, str]:
    """The rows of its tables that begin so, by their first cell."""
    found = re.findall(rf"^\| ({begin}) \|(.*)\|$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(found) == len(dict(found)), "a row stands there twice"
    return dict(found)


@cache
def names_of_tests(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def lost_tests(row: str) -> Iterator[str]:
    """A name belongs to the file that was named before it; a bare file to the folder of that file."""
    file: Path | None = None
    for word in NAMED.findall(row):
        if word.endswith(".py"):
            file = ROOT / word if "/" in word or file is None else file.parent / word
            if not file.exists():
                yield word
        elif file is None or not file.exists() or word not in names_of_tests(file):
            yield word


@pytest.mark.parametrize("table", [SECURITY, FAULTS], ids=["security", "faults"])
def test_every_test_that_a_table_names_exists(table: Path) -> None:
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert sum(len(NAMED.findall(line)) for line in lines) > 60
    assert [word for line in lines for word in lost_tests(line)] == []


def test_every_fault_has_a_test() -> None:
    found = rows(FAULTS, r"\d+")
    assert list(found) == [str(number) for number in range(1, 20)]
    assert [number for number, row in found.items() if not NAMED.search(row)] == []


def test_every_statement_has_a_state_and_what_is_held_has_a_test() -> None:
    found = rows(SECURITY, r"S\d+")
    assert list(found) == [f"S{number}" for number in range(1, 41)]
    states = {name: row.split("|")[-1].strip() for name, row in found.items()}
    assert {
        name: state for name, state in states.items() if not state.startswith(("held", "part", "open"))
    } == {}
    untested = [
        name for name, state in states.items()
        if state.startswith(("held", "part")) and not re.search(r"`(tests/|\.ci/)", found[name])
    ]  # fmt: skip
    assert untested == []


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        ("`tests/test_docs.py`: `test_paths_modules_and_links_exist`", []),
        ("`tests/test_docs.py`: `test_that_is_gone`", ["test_that_is_gone"]),
        ("`tests/core/test_gone.py`", ["tests/core/test_gone.py"]),
        ("`test_paths_modules_and_links_exist`", ["test_paths_modules_and_links_exist"]),
    ],
)
def test_name_that_is_no_test_is_seen(row: str, lost: list[str]) -> None:
    assert list(lost_tests(row)) == lost
