"""Put one mutant into the running program, in a child process that is thrown away afterwards."""

import ast
import contextlib
import gc
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

from tests.mutation.mutants import Mutant


class NotAppliedError(Exception):
    """Nothing in the program is what the mutant would change."""


def apply(mutant: Mutant) -> None:
    """Whoever imported the function or the constant before sees the change too."""
    # What the suite froze after collecting (tests/conftest.py) is in no list of objects.
    gc.unfreeze()
    if mutant.is_constant:
        _set_constant(mutant)
    elif mutant.done == "transaction removed" and _is_decorator(mutant):
        _remove_transaction(mutant)
    else:
        _set_code(mutant)


def _set_code(mutant: Mutant) -> None:
    new = _code_named(compile(mutant.tree(), str(mutant.path), "exec"), mutant.scope)
    functions = [one for one in _functions(mutant) if one.__code__.co_filename == str(mutant.path)]
    if new is None or not functions:
        raise NotAppliedError(mutant.place)
    for function in functions:
        with contextlib.suppress(ValueError):
            function.__code__ = new


def _functions(mutant: Mutant) -> list[FunctionType]:
    return [
        one for one in gc.get_objects()
        if type(one) is FunctionType and one.__module__ == mutant.module and one.__qualname__ == mutant.scope
    ]  # fmt: skip


def _code_named(code: CodeType, name: str) -> CodeType | None:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_qualname == name:
                return one
            if name.startswith(f"{one.co_qualname}.") and (found := _code_named(one, name)):
                return found
    return None


def _is_decorator(mutant: Mutant) -> bool:
    return mutant.before.lstrip().startswith(("@", "def "))


def _remove_transaction(mutant: Mutant) -> None:
    """`transaction.atomic` wraps a function in one of contextlib, which from now on only calls it."""
    wrappers = [one for one in _functions(mutant) if one.__code__.co_filename.endswith("contextlib.py")]
    if not wrappers:
        raise NotAppliedError(mutant.place)
    for wrapper in wrappers:
        wrapper.__code__ = _plain_call(None, None).__code__


def _plain_call(func: Any, self: Any) -> Callable[..., Any]:
    def inner(*args: Any, **kwds: Any) -> Any:
        # Both names are there as in the function of contextlib: the number of cells must be the same.
        return func(*args, **kwds) if self else None

    return inner


def _set_constant(mutant: Mutant) -> None:
    home = sys.modules[mutant.module].__dict__
    old = home[mutant.scope]
    scratch = dict(home)
    statement = ast.Module([mutant.tree().body[mutant.at]], [])
    exec(compile(statement, str(mutant.path), "exec"), scratch)
    for names in holders(mutant.scope, old):
        names[mutant.scope] = scratch[mutant.scope]


def holders(name: str, value: Any) -> Iterator[dict[str, Any]]:
    """The names of every module that has this value under this name."""
    for module in list(sys.modules.values()):
        names = getattr(module, "__dict__", {})
        if names.get(name) is value and value is not None:
            yield names
