"""Which test runs which function: noted once in `var/mutation/reach.json`, and again for files of tests that changed."""

import hashlib
import json
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import pytest

from tests.mutation.forks import in_a_fork, note_reach, say
from tests.mutation.mutants import ROOT, modules

KEPT = ROOT / "var" / "mutation"
PLACE = KEPT / "reach.json"
# So many tests in a process of their own: what one leaves behind does not reach far.
PART, LIMIT = 50, 3600.0


@dataclass
class Row:
    test: str
    file: str
    passes: bool
    seconds: float
    reached: list[int]


class Reach:
    """Of every noted test whether it passes, how long it took and the numbers of the functions that it ran."""

    def __init__(self) -> None:
        kept = json.loads(PLACE.read_text("utf-8")) if PLACE.exists() else {"names": [], "rows": []}
        self.numbers = {name: number for number, name in enumerate(kept["names"])}
        rows = [Row(**row) for row in kept["rows"]]
        self.rows = {row.test: row for row in rows if row.file == mark_of(row.test)}

    def keep(self) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        rows = [asdict(row) for row in self.rows.values()]
        PLACE.write_text(json.dumps({"names": list(self.numbers), "rows": rows}), encoding="utf-8")

    def note(self, items: list[pytest.Item], minutes: float) -> None:
        until = time.monotonic() + minutes * 60
        new = one_of_each_file_first([item for item in items if item.nodeid not in self.rows])
        files = {str(path) for path, _ in modules()}
        say(f"{len(self.rows)} tests known, {len(new)} to be noted")
        for start in range(0, len(new), PART):
            if time.monotonic() > until:
                break
            part = new[start : start + PART]
            told, ended = in_a_fork(lambda tell, part=part: note_reach(part, files, tell), LIMIT)
            for one in told:
                self._take(**one)
            self.keep()
            say(f"{start + len(part)} noted{'' if ended else ', cut off'}")
        if failing := [name for name, row in self.rows.items() if not row.passes]:
            say(f"fail without any change, and are left out: {failing}")

    def _take(self, test: str, reached: list[str], **told: Any) -> None:
        numbers = [self.numbers.setdefault(name, len(self.numbers)) for name in reached]
        self.rows[test] = Row(test=test, file=mark_of(test), reached=numbers, **told)

    def tests_that_run(self, functions: set[str]) -> list[Row]:
        """Those that pass; `path:*` stands for any function of a module."""
        wanted = {
            number for name, number in self.numbers.items()
            if name in functions or f"{name.rpartition(':')[0]}:*" in functions
        }  # fmt: skip
        return [row for row in self.rows.values() if row.passes and not wanted.isdisjoint(row.reached)]


def one_of_each_file_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Whoever stops halfway knows something of everything."""
    order: dict[str, int] = defaultdict(int)
    places = {}
    for item in items:
        file = str(item.path)
        places[item.nodeid] = order[file]
        order[file] += 1
    return sorted(items, key=lambda item: places[item.nodeid])


@cache
def mark_of(test: str) -> str:
    path = ROOT / test.partition("::")[0]
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else ""
