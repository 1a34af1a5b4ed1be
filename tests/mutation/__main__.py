"""`nice python -m tests.mutation --seed 1 --number 200 --json`: of so many small faults in services, selectors and rules, how
many do the tests notice? Leaves what survived in var/mutation/."""

import argparse
import json
import os
import random
import sqlite3
import sys
import time
from collections import defaultdict
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.applying import NotAppliedError, apply, holders
from tests.mutation.forks import PATIENCE, first_failure, in_a_fork, run_item, say
from tests.mutation.mapping import files, is_noted, tests_of
from tests.mutation.mutants import ROOT, Mutant, all_mutants
from tests.mutation.reaching import KEPT, Reach

MARKED = ("browser", "model", "elasticsearch", "postgres")
# Opens the database, and nothing else.
FIRST = "tests/core/test_core.py"


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
        with_pages = next(one for one in items if "site_tree" in getattr(one, "fixturenames", ()))
        assert run_item(first), "the first test fails: the rest would say nothing"
        assert run_item(with_pages), "the first test with pages fails"
        warm_up()
        connections.close_all()
        reach = Reach()
        reach.note([item for item in items if is_noted(item.nodeid)], self.options.note)
        self.report = try_all(self.chosen, items, reach, self.options)
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


def try_all(
    chosen: list[Mutant], items: list[pytest.Item], reach: Reach, options: argparse.Namespace
) -> dict[str, Any]:
    by_name = {item.nodeid: item for item in items}
    outcomes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    until = time.monotonic() + options.minutes * 60
    for mutant in chosen:
        tried = sum(len(outcomes[name]) for name in ("killed", "timed_out", "survived", "not_reached"))
        if tried >= options.number or time.monotonic() > until:
            break
        names = tests_of(mutant, functions_of(mutant), reach, set(by_name))
        outcome, told = try_one(mutant, [by_name[name] for name in names], options.seconds)
        outcomes[outcome].append({**_described(mutant), **told})
        say(f"{tried + 1:4} {outcome:12} {mutant.place} {mutant.done}: {told.get('killed_by', '')}")
    return summary(outcomes, options)


def functions_of(mutant: Mutant) -> set[str]:
    """What changes; of a constant, all of the modules that hold it."""
    if not mutant.is_constant:
        return {f"{mutant.path}:{mutant.scope}"}
    value = getattr(sys.modules.get(mutant.module), mutant.scope, None)
    return {f"{names.get('__file__')}:*" for names in holders(mutant.scope, value)}


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
        "--minutes", type=float, default=60, help="for everything but noting which test runs which function"
    )
    parser.add_argument(
        "--note",
        type=float,
        default=60,
        metavar="MINUTES",
        help="for noting which test runs which function; the next run goes on with it",
    )
    parser.add_argument("--only", default="", help="a part of a path")
    parser.add_argument(
        "--again",
        action="store_true",
        help="of what survived before with this seed: with more --seconds",
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["PYTHONHASHSEED"] = "0"
    from hypothesis import settings

    settings.register_profile("mutation", derandomize=True, database=None)
    settings.load_profile("mutation")
    sampler = Sampler(options)
    begin_with_what_is_there()
    options_of_pytest = (
        "--ds=tests.mutation.settings -q -s -n 0 -p no:cacheprovider --timeout=0 --no-header -W ignore"
    )
    code = pytest.main([*options_of_pytest.split(), *files()], plugins=[sampler])
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
