"""Every package that is asked for is used, and docs/dependencies.md says what for."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
CODE = ("knowledge", "expertpool", "search", "matching", "site", "deploy")
# Django, elasticsearch and onnxruntime load these by themselves.
LOADED_BY_OTHERS = {"argon2-cffi", "psycopg", "orjson", "onnx-ir"}
# Locked ahead of the work that uses them; docs/dependencies.md names it.
AHEAD = {"scikit-learn"}


def asked(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines if not line.startswith("-r")]
    return {canonicalize_name(Requirement(line).name) for line in wanted if line}


def explained(name: str) -> list[str]:
    """The first cell of every row below the heading of this file."""
    part = PAGE.read_text(encoding="utf-8").partition(f"## `{name}.in`")[2].partition("\n## ")[0]
    return [canonicalize_name(row) for row in re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)]


@pytest.mark.parametrize("name", ["run", "model", "test", "wapiti"])
def test_every_package_has_its_reason_and_no_reason_is_without_a_package(name: str) -> None:
    assert sorted(explained(name)) == sorted(asked(name))


def test_every_package_of_the_site_is_used_by_it() -> None:
    imports: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            imports.setdefault(canonicalize_name(distribution), set()).add(module)
    code = "\n".join(
        path.read_text(encoding="utf-8") for folder in CODE for path in (ROOT / folder).rglob("*.py")
    )
    unused = {
        package
        for package in asked("run") | asked("model")
        if not any(
            re.search(rf'^\s*(from|import) {module}\b|"{module}[."]', code, re.MULTILINE)
            for module in imports.get(package, ())
        )
    }
    assert unused - LOADED_BY_OTHERS - AHEAD == set()
