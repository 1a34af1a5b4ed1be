"""Load the packaged example requests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import F

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.example_clock import days_ago
from krachtwijken.core.models import Gemeente, Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.kinds.answers import PREFIX
from matching.requests.rules import may_ask_for
from matching.requests.services.steps import decide_request, take_request
from matching.requests.services.submit import submit_request

DATA = Path(__file__).resolve().parents[1] / "data"
FILE = DATA / "example_requests.yaml"


def load_example_requests(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there are example requests already."""
    if SupportRequest.objects.filter(is_example=True).exists():
        return 0
    # The longest ago first: numbers are given in that order.
    rows = sorted(_packaged_requests(), key=lambda row: -row["asked"])
    for row in rows:
        make_example(row)
    progress(f"{FILE.name}: {len(rows)} nieuw")
    return len(rows)


def _packaged_requests() -> Iterator[dict[str, Any]]:
    """Also those of which other files tell what happened since."""
    yield from yaml.safe_load(FILE.read_text(encoding="utf-8"))
    dossiers = yaml.safe_load((DATA / "example_dossiers.yaml").read_text(encoding="utf-8"))
    yield from (row["request"] for row in dossiers if "request" in row)
    yield yaml.safe_load((DATA / "example_teams.yaml").read_text(encoding="utf-8"))["request"]


def find_example(*, wijk: str, kind: str) -> SupportRequest:
    return SupportRequest.objects.get(is_example=True, wijk__name=wijk, kind=kind)


@transaction.atomic
def make_example(row: dict[str, Any]) -> SupportRequest:
    """A request as the packaged examples describe it, with its first steps."""
    gemeente = Gemeente.objects.get(name=row["gemeente"])
    # Of gemeenten without an example account the account manager asked.
    askers = users_with_role(Role.GEMEENTE, Role.ACCOUNTMANAGER).order_by("pk")
    actor = next((user for user in askers if may_ask_for(user, gemeente)), None)
    desk = users_with_role(Role.LOKET).order_by("pk").first()
    assert isinstance(actor, User)  # noqa: S101 - the example accounts are loaded before
    assert isinstance(desk, User)  # noqa: S101
    answers = {name: row[name] for name in ("kind", "problem", "tried", "wanted", "urgency", "contact")}
    answers["gemeente_id"] = gemeente.pk
    answers["wijk_id"] = Wijk.objects.get(name=row["wijk"], programme="krachtwijk40").pk
    answers |= {f"{PREFIX}{code}": value for code, value in row.get("own", {}).items()}
    answers |= {f"contact_{part}": value for part, value in row.get("person", {}).items()}
    for place, other in enumerate(row.get("others", []), 2):
        answers |= {f"contact_{place}_{part}": value for part, value in other.items()}
    answers["excluded"] = row.get("excluded", "")
    with days_ago(row["asked"]):
        draft = RequestDraft.objects.create(user=actor, answers=answers)
        request = submit_request(draft=draft, actor=actor)
        SupportRequest.objects.filter(pk=request.pk).update(is_example=True, status_since=F("created_at"))
    for step in row.get("steps", []):
        _take_step(request, step, desk)
    return SupportRequest.objects.get(pk=request.pk)


def _take_step(request: SupportRequest, step: dict[str, Any], desk: User) -> None:
    if "taken" in step:
        with days_ago(step["taken"]):
            take_request(request=request, actor=desk)
        return
    with days_ago(step["days"]):
        decide_request(
            request=request, actor=desk, to=RequestStatus(step["to"]), reason=step["reason"],
            alternative=step.get("alternative", ""), advice=[],
        )  # fmt: skip
