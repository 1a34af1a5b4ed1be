"""Which modules are looked at, and every mutant of them: one small change in one function or constant."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.mutation.operators import changes_of

ROOT = Path(__file__).resolve().parents[2]
APPS = {
    "matching": ROOT, "search": ROOT, "knowledge": ROOT, "expertpool": ROOT,
    "krachtwijken/accounts": ROOT / "site", "krachtwijken/core": ROOT / "site",
}  # fmt: skip
LOOKED_AT = {"services", "selectors", "rules", "workflow", "transitions"}
# Development only; refused in production.
LEFT_OUT = ("examples.py", "example_password.py")


Step = tuple[str, int | None]


@dataclass(frozen=True)
class Mutant:
    """`scope` is the function or constant that changes: within statement `at` of the module, the node that `steps` leads to
    is replaced by `new`."""

    path: Path
    module: str
    scope: str
    line: int
    done: str
    before: str
    after: str
    at: int
    steps: tuple[Step, ...]
    new: ast.AST = field(compare=False, repr=False)

    def tree(self) -> ast.Module:
        """The whole module with the change in it."""
        tree = ast.parse(_source(self.path))
        if self.steps:
            _put(tree.body[self.at], self.steps, self.new)
        else:
            assert isinstance(self.new, ast.stmt)
            tree.body[self.at] = self.new
        return ast.fix_missing_locations(tree)

    @property
    def is_constant(self) -> bool:
        return isinstance(self.tree().body[self.at], ast.Assign | ast.AnnAssign)

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


@cache
def _source(path: Path) -> str:
    """As it was at the beginning, which is what runs."""
    return path.read_text(encoding="utf-8")


def modules() -> list[tuple[Path, str]]:
    found = []
    for app, base in APPS.items():
        for path in sorted((base / app).rglob("*.py")):
            parts = path.relative_to(base).with_suffix("").parts
            if LOOKED_AT & set(parts) and path.name not in LEFT_OUT and "migrations" not in parts:
                found.append((path, ".".join(part for part in parts if part != "__init__")))
    return found


def all_mutants() -> Iterator[Mutant]:
    for path, module in modules():
        yield from mutants_of(path, module)


def mutants_of(path: Path, module: str) -> Iterator[Mutant]:
    tree = ast.parse(_source(path))
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign):
            for steps, old, done, new in _changes_below(node, ()):
                if scope := _scope(node, steps):
                    line = getattr(old, "lineno", node.lineno)
                    yield Mutant(
                        path, module, scope, line, done, ast.unparse(old), ast.unparse(new), at, steps, new
                    )


def _changes_below(
    node: ast.AST, steps: tuple[Step, ...]
) -> Iterator[tuple[tuple[Step, ...], ast.AST, str, ast.AST]]:
    for done, new in changes_of(node):
        if hasattr(node, "lineno"):
            ast.copy_location(new, node)
        yield steps, node, done, new
    for name, value in ast.iter_fields(node):
        # Not what only types are: nobody runs those.
        if name in {"annotation", "returns", "decorator_list", "args"} and not isinstance(node, ast.Call):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield from _changes_below(child, (*steps, (name, place)))


def _put(node: ast.AST, steps: tuple[Step, ...], new: ast.AST) -> None:
    parent: Any = node
    for name, place in steps[:-1]:
        parent = getattr(parent, name) if place is None else getattr(parent, name)[place]
    name, place = steps[-1]
    if place is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[place] = new


def _scope(node: ast.stmt, steps: tuple[Step, ...]) -> str:
    """Name of the function, method or constant that changes; empty for what else stands in a class, which is read once."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.ClassDef):
        inner: Any = node.body[steps[0][1] or 0] if steps and steps[0][0] == "body" else None
        return f"{node.name}.{inner.name}" if isinstance(inner, ast.FunctionDef) else ""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return ast.unparse(target) if isinstance(target, ast.Name) else ""
