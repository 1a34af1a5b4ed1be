"""Load the packaged example requests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.models import Gemeente, Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_ask_for
from matching.requests.services.steps import decide_request, take_request
from matching.requests.services.submit import submit_request

DATA = Path(__file__).resolve().parents[1] / "data" / "example_requests.yaml"


def load_example_requests(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there are example requests already."""
    if SupportRequest.objects.filter(is_example=True).exists():
        return 0
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for row in rows:
        _make(row)
    progress(f"{DATA.name}: {len(rows)} nieuw")
    return len(rows)


@transaction.atomic
def _make(row: dict[str, Any]) -> None:
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
    draft = RequestDraft.objects.create(user=actor, answers=answers)
    request = submit_request(draft=draft, actor=actor)
    SupportRequest.objects.filter(pk=request.pk).update(is_example=True)
    for step in row.get("steps", []):
        if step == "taken":
            take_request(request=request, actor=desk)
        else:
            decide_request(
                request=request, actor=desk, to=RequestStatus(step["to"]), reason=step["reason"],
                alternative=step.get("alternative", ""), advice=[],
            )  # fmt: skip
