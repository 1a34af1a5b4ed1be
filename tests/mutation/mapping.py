"""Which tests are asked about a mutant, and in which order: those that ran what changes, the nearest and quickest first."""

import re
from functools import cache
from pathlib import Path

from tests.mutation.mutants import ROOT, Mutant
from tests.mutation.reaching import Reach, Row

TESTS = ROOT / "tests"
FOLDERS = ("matching", "expertpool", "knowledge", "search", "accounts", "core", "failing")
# What only measures, or needs the real model, threads, another process or another machine.
NOT_RUN = (
    "search/bench", "search/model", "search/training", "search/evaluation", "search/test_real_model.py",
    "search/test_cluster.py", "search/test_recognition.py", "core/test_outbox_killed.py", "core/test_web_worker.py",
    "core/test_ratelimit_processes.py", "core/test_serving.py", "core/test_logs.py", "core/test_database_rights.py",
    "matching/test_bench.py", "matching/test_training.py", "knowledge/test_preview.py",
    # About everything at once, for many seconds, or about nothing that is looked at.
    "knowledge/importing/test_many.py", "accounts/test_admin_sight.py", "search/test_visible_counts.py",
    "matching/test_example_order.py", "core/text", "core/test_odd_input.py", "core/test_exports.py", "search/dutch",
    "search/stores", "search/pairs", "search/vectors", "search/test_chaos.py",
    # SQLite lets one writer in at a time: of threads the mutants would say little, and each takes seconds.
    "_races.py", "engagements/test_races.py",
)  # fmt: skip
# Half a minute a service. They say one thing, of transactions, and there the name says which service each is about.
BREAKING = ("test_failure_at_any_statement", "test_failure_of_the_loket")
# So many tests of one file, then the next file: what one file misses its other tests miss as well.
TURN = 6
# Seconds that a test takes of which nothing was noted.
UNKNOWN = 0.5


def files() -> list[str]:
    """Every file of tests that may be asked."""
    found = (file for folder in FOLDERS for file in (TESTS / folder).rglob("test_*.py"))
    return sorted(
        str(file.relative_to(ROOT)) for file in found if not any(part in str(file) for part in NOT_RUN)
    )


def is_noted(test: str) -> bool:
    return not any(part in test for part in BREAKING)


def tests_of(mutant: Mutant, functions: set[str], reach: Reach, names: set[str]) -> list[str]:
    """Of `names` those that ran one of these functions, in turns of the files they stand in. Of what was not noted yet: where
    another test of that file did, the file names what changes, or it lies in the folder of its room."""
    ran = [row for row in reach.tests_that_run(functions) if row.test in names]
    places = {_file(row.test) for row in ran}
    unknown = [
        Row(test=name, file="", passes=True, seconds=UNKNOWN, reached=[])
        for name in names - reach.rows.keys()
        if is_noted(name) and (_file(name) in places or _names(name, mutant) or _is_of_room(name, mutant))
    ]
    seen: dict[str, int] = {}
    turns = {}
    about = [row.test for row in sorted(ran + unknown, key=lambda row: nearness(row, mutant))]
    for test in about:
        seen[_file(test)] = seen.get(_file(test), -1) + 1
        turns[test] = seen[_file(test)] // TURN
    return [*breaking(mutant, names), *sorted(about, key=lambda test: turns[test])]


def _file(test: str) -> str:
    return test.partition("::")[0]


def _names(test: str, mutant: Mutant) -> bool:
    if test.startswith("tests/failing/"):
        return f"{mutant.module}.{mutant.scope}:" in test
    return is_direct(test, mutant)


def _is_of_room(test: str, mutant: Mutant) -> bool:
    rooms = set(mutant.module.split(".")[1:-1]) - {"services", "accounts", "features", "indexing"}
    return any(f"/{room}/" in test or f"/test_{room}" in test for room in rooms)


def breaking(mutant: Mutant, names: set[str]) -> list[str]:
    """Where a transaction goes, failures at its statements."""
    if mutant.done != "transaction removed":
        return []
    return sorted(name for name in names if not is_noted(name) and f"{mutant.module}.{mutant.scope}:" in name)


def nearness(row: Row, mutant: Mutant) -> tuple[int, bool, float]:
    """First by what they are called, then those whose file names what changes, then the quick ones."""
    return -likeness(row.test, mutant), not is_direct(row.test, mutant), row.seconds


def is_direct(test: str, mutant: Mutant) -> bool:
    """Its file names the module or what changes."""
    words = _words(ROOT / test.partition("::")[0])
    return mutant.module in words or mutant.scope.split(".")[0] in words


def likeness(test: str, mutant: Mutant) -> int:
    """How many words the name of the test shares with what changes. What a service writes comes first: it is one quick call."""
    if test.startswith("tests/failing/"):
        return 9 if f".{mutant.scope}:" in test else 1
    return len(_stems(test.partition("::")[2]) & _stems(f"{mutant.scope}_{Path(mutant.path).parent.name}"))


def _stems(name: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{4,}", name.lower())} - {"test", "servi"}


@cache
def _words(path: Path) -> frozenset[str]:
    """Every name in a file of tests, and every module in whole."""
    text = path.read_text(encoding="utf-8")
    return frozenset(re.findall(r"[\w.]*\w", text)) | frozenset(re.findall(r"\w+", text))
