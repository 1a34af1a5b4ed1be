"""Overnames and checked conditions of the example cases; also for cases that were loaded before they had any."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from knowledge.models import CaseCondition, CasePage, Replication
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import Gemeente, Wijk

SPREAD_FILE = Path(__file__).resolve().parents[1] / "data" / "examples" / "spread.yaml"


def load_example_spread() -> int:
    """Repeatable. What an editor wrote, or is writing, stays as it is. Returns how many cases got theirs."""
    rows = yaml.safe_load(SPREAD_FILE.read_text(encoding="utf-8"))
    waiting = (
        CasePage.objects.live()
        .filter(is_example=True, replications=None, has_unpublished_changes=False)
        .exclude(pk__in=CaseCondition.objects.exclude(check_by="").values("page"))
    )
    added = 0
    for row in rows:
        case = waiting.filter(slug=row["case"]).first()
        if case is None:
            continue
        with transaction.atomic():
            page = case.specific
            page.replications = [_replication(told) for told in row.get("replications", [])]
            page.conditions.add(*(_condition(told) for told in row.get("conditions", [])))
            page.save_revision().publish()
        added += 1
    return added


def _replication(told: dict[str, Any]) -> Replication:
    fields = {name: value for name, value in told.items() if name not in {"wijk", "gemeente"}}
    if "wijk" not in told:
        return Replication(gemeente=Gemeente.objects.get(name=told["gemeente"]), **fields)
    wijk = Wijk.objects.get(
        name=told["wijk"], gemeente__name=told["gemeente"], programme=Programme.KRACHTWIJK40
    )
    return Replication(wijk=wijk, **fields)


def _condition(told: dict[str, Any]) -> CaseCondition:
    fields = {name: value for name, value in told.items() if name != "problem"}
    return CaseCondition(problem_id=told.get("problem"), **fields)
