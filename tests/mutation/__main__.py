"""`nice python -m tests.mutation --seed 1 --number 200 --json`: of so many small faults in services, selectors and rules, how
many do the tests notice? Leaves what survived in var/mutation/."""

import argparse
import hashlib
import json
import os
import random
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.mutation import mapping
from tests.mutation.applying import NotAppliedError, apply, holders
from tests.mutation.forks import PATIENCE, first_failure, in_a_fork, note_reach, run_item, say
from tests.mutation.mapping import MOST_FILES, files_about, is_direct, likeness, may_be_about
from tests.mutation.mutants import ROOT, Mutant, all_mutants, modules

MARKED = ("browser", "model", "elasticsearch", "postgres", "slow")
# Opens the database, and nothing else; scenarios of every service.
FIRST, FAILING = "tests/core/test_core.py", "tests/failing"
KEPT = ROOT / "var" / "mutation"
REACH_LIMIT = 3600.0


class Sampler:
    """A plugin of pytest: takes the place of its loop over the tests."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.chosen = sample(options)
        self.report: dict[str, Any] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from django.db import connections

        items = [one for one in session.items if not any(one.get_closest_marker(name) for name in MARKED)]
        first = next(
            one for one in items if one.nodeid.startswith(FIRST) and "db" in getattr(one, "fixturenames", ())
        )
        assert run_item(first), "the first test fails: the rest would say nothing"
        warm_up()
        connections.close_all()
        wanted = [item for item in items if any(may_be_about(item.nodeid, one) for one in self.chosen)]
        reach = reach_of(wanted if self.options.note else [])
        self.report = try_all(self.chosen, wanted, reach, self.options)
        return True


def warm_up() -> None:
    """What every process would load for itself: addresses with their views, and templates."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template
    from django.urls import get_resolver, reverse

    get_resolver()
    reverse("matching:start")
    folder = ROOT / "site" / "templates"
    for path in folder.rglob("*.html"):
        with suppress(TemplateDoesNotExist, TemplateSyntaxError):
            get_template(str(path.relative_to(folder)))


def sample(options: argparse.Namespace) -> list[Mutant]:
    """A few more than asked for: some cannot be put in. Again: those that survived when this seed was tried."""
    everything = [one for one in all_mutants() if options.only in one.place]
    if options.again:
        survived = json.loads(_report_of(options.seed).read_text("utf-8"))["survivors"]
        known = {(row["place"], row["done"], row["after"]) for row in survived}
        return [one for one in everything if (one.place, one.done, one.after[:200]) in known]
    random.Random(options.seed).shuffle(everything)
    return everything[: options.number + options.number // 10]


def reach_of(items: list[pytest.Item]) -> dict[str, dict[str, Any]]:
    """Which test runs which function; kept, and noted again for files of tests that changed."""
    KEPT.mkdir(parents=True, exist_ok=True)
    place = KEPT / "reach.jsonl"
    kept = [json.loads(line) for line in place.read_text("utf-8").splitlines()] if place.exists() else []
    known = {row["test"]: row for row in kept if row["file"] == _mark(row["test"])}
    new = [item for item in items if item.nodeid not in known]
    say(f"{len(known)} tests known, {len(new)} to be noted")
    files = {str(path) for path, _ in modules()}
    for start in range(0, len(new), 100):
        part = new[start : start + 100]
        rows, ended = in_a_fork(lambda tell, part=part: note_reach(part, files, tell), REACH_LIMIT)
        known |= {row["test"]: {**row, "file": _mark(row["test"])} for row in rows}
        say(f"{start + len(part)} noted{'' if ended else ', cut off'}")
        place.write_text("\n".join(json.dumps(row) for row in known.values()), encoding="utf-8")
    if failing := [name for name, row in known.items() if not row["passes"]]:
        say(f"fail without any change, and are left out: {failing}")
    return known


def _mark(test: str) -> str:
    path = ROOT / test.partition("::")[0]
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else ""


def try_all(
    chosen: list[Mutant], items: list[pytest.Item], reach: dict[str, Any], options: argparse.Namespace
) -> dict[str, Any]:
    by_name = {item.nodeid: item for item in items}
    outcomes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    until = time.monotonic() + options.minutes * 60
    for mutant in chosen:
        tried = sum(len(outcomes[name]) for name in ("killed", "timed_out", "survived", "not_reached"))
        if tried >= options.number or time.monotonic() > until:
            break
        outcome, told = try_one(
            mutant, [by_name[name] for name in tests_of(mutant, by_name, reach)], options.seconds
        )
        outcomes[outcome].append({**_described(mutant), **told})
        say(f"{tried + 1:4} {outcome:12} {mutant.place} {mutant.done}: {told.get('killed_by', '')}")
    return summary(outcomes, options)


def tests_of(mutant: Mutant, names: Iterable[str], reach: dict[str, Any]) -> list[str]:
    """Of the tests that may be about it those that run what changes, as far as that was noted: first by what they are called,
    then those whose file names it, then the quick ones."""
    wanted = {f"{path}:{name}" for path, name in _places(mutant)}
    about = [name for name in names if may_be_about(name, mutant)]
    reaching = [name for name in about if name not in reach or _reaches(reach[name], wanted)]
    return sorted(
        reaching,
        key=lambda name: (
            -likeness(name, mutant),
            not is_direct(name, mutant),
            reach.get(name, {}).get("seconds", 1),
        ),
    )


def _reaches(row: dict[str, Any], wanted: set[str]) -> bool:
    return row["passes"] and any(
        one in wanted or f"{one.rpartition(':')[0]}:*" in wanted for one in row["reached"]
    )


def _places(mutant: Mutant) -> list[tuple[str, str]]:
    if not mutant.is_constant:
        return [(str(mutant.path), mutant.scope)]
    value = getattr(sys.modules.get(mutant.module), mutant.scope, None)
    return [(str(names.get("__file__")), "*") for names in holders(mutant.scope, value)]


def try_one(mutant: Mutant, items: list[pytest.Item], seconds: float) -> tuple[str, dict[str, Any]]:
    if not items:
        return "not_reached", {}

    def work(tell: Any) -> None:
        try:
            apply(mutant)
        except (NotAppliedError, SyntaxError) as error:
            tell({"not_applied": str(error)})
            return
        first_failure(items, seconds, tell)

    told, ended = in_a_fork(work, seconds * PATIENCE)
    if not ended:
        return "timed_out", {}
    if not told:
        return "killed", {"killed_by": "the process ended"}
    if "not_applied" in told[0]:
        return "not_applied", told[0]
    return "killed" if "killed_by" in told[0] else "survived", told[0]


def _described(mutant: Mutant) -> dict[str, str]:
    return {
        "place": mutant.place, "scope": mutant.scope, "done": mutant.done,
        "before": mutant.before[:200], "after": mutant.after[:200],
    }  # fmt: skip


def summary(outcomes: dict[str, list[dict[str, Any]]], options: argparse.Namespace) -> dict[str, Any]:
    killed = len(outcomes["killed"]) + len(outcomes["timed_out"])
    tried = killed + len(outcomes["survived"]) + len(outcomes["not_reached"])
    return {
        "seed": options.seed,
        "tried": tried,
        "killed": killed,
        "share": round(killed / tried, 3) if tried else None,
        "timed_out": len(outcomes["timed_out"]),
        "not_reached": len(outcomes["not_reached"]),
        "not_applied": len(outcomes["not_applied"]),
        "survivors": outcomes["survived"] + outcomes["not_reached"],
    }


def _report_of(seed: int, *, again: bool = False) -> Path:
    return KEPT / f"seed-{seed}{'-again' if again else ''}.json"


def begin_with_what_is_there() -> None:
    """The database of the suite, when there is one: making it anew takes a minute."""
    sys.path.insert(0, str(ROOT / "site"))
    from tests.mutation import settings  # inline: the code of the site lies on the path only now

    source, target = Path(settings.ORDINARY), Path(settings.DATABASES["default"]["TEST"]["NAME"])
    if source.exists() and not target.exists():
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument(
        "--seconds", type=float, default=10, help="of the processor, for the tests of one mutant"
    )
    parser.add_argument(
        "--minutes", type=float, default=60, help="for everything but noting which test runs what"
    )
    parser.add_argument(
        "--note", action="store_true", help="first note which test runs what: pays from some 100 mutants on"
    )
    parser.add_argument("--only", default="", help="a part of a path")
    parser.add_argument("--files", type=int, default=MOST_FILES, help="of tests, for one module")
    parser.add_argument(
        "--again",
        action="store_true",
        help="of what survived before with this seed: with more --files and --seconds",
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["PYTHONHASHSEED"] = "0"
    from hypothesis import settings

    settings.register_profile("mutation", derandomize=True, database=None)
    settings.load_profile("mutation")
    mapping.MOST_FILES = options.files
    sampler = Sampler(options)
    begin_with_what_is_there()
    options_of_pytest = (
        "--ds=tests.mutation.settings -q -s -n 0 -p no:cacheprovider --timeout=0 --no-header -W ignore"
    )
    about = {name for mutant in sampler.chosen for name in files_about(mutant.path, mutant.module)}
    code = pytest.main([*options_of_pytest.split(), FIRST, FAILING, *sorted(about)], plugins=[sampler])
    if not sampler.report:
        return int(code) or 1
    KEPT.mkdir(parents=True, exist_ok=True)
    place = _report_of(options.seed, again=options.again)
    place.write_text(json.dumps(sampler.report, indent=1), encoding="utf-8")
    shown = (
        {**sampler.report} if options.json else {k: v for k, v in sampler.report.items() if k != "survivors"}
    )
    print(json.dumps(shown, indent=None if options.json else 1))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
