"""Load the packaged example invitations and missions, in every state that they can be in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.example_clock import days_ago
from matching.engagements.enums import MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import answer_term_from
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import invite_expert, withdraw_invitation
from matching.engagements.services.missions import end_mission, start_mission, stop_mission, submit_report
from matching.engagements.services.settling import settle_invitation
from matching.engagements.workflow import INVITABLE
from matching.models import SupportRequest

DATA = Path(__file__).resolve().parents[1] / "data" / "example_engagements.yaml"


def load_example_engagements(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there are example invitations already, or for a request that went on since."""
    if Invitation.objects.filter(is_example=True).exists():
        return 0
    desk = users_with_role(Role.LOKET).order_by("pk").first()
    made = 0
    for group in yaml.safe_load(DATA.read_text(encoding="utf-8")):
        request = SupportRequest.objects.filter(
            is_example=True, wijk__name=group["wijk"], kind=group["kind"], status__in=INVITABLE
        ).first()
        if request is None or desk is None:
            continue
        # The longest ago first, as it happened.
        for row in sorted(group["invitations"], key=lambda row: -row["sent"]):
            _make_invitation(request, group["message"], row, desk)
            made += 1
    progress(f"{DATA.name}: {made} nieuw")
    return made


@transaction.atomic
def _make_invitation(request: SupportRequest, message: str, row: dict[str, Any], desk: User) -> None:
    profile = ExpertProfile.objects.get(title=row["profile"], is_example=True)
    with days_ago(row["sent"]):
        invitation = invite_expert(
            request=request, profile=profile, actor=desk, message=message, days=row["days"],
            answer_by=answer_term_from(timezone.localdate(), request.kind),
        )  # fmt: skip
        Invitation.objects.filter(pk=invitation.pk).update(is_example=True, state_since=F("sent_at"))
    if "then" in row:
        with days_ago(row["done"]):
            if row["then"] == "withdrawn":
                withdraw_invitation(invitation=invitation, actor=desk)
            else:
                settle_invitation(pk=invitation.pk, today=timezone.localdate())
    elif "answer" in row:
        _answer(invitation, row, desk)


def _answer(invitation: Invitation, row: dict[str, Any], desk: User) -> None:
    ahead = row.get("days_ahead")
    with days_ago(row["answered"]):
        answered = record_answer(
            invitation=invitation, reply=Reply(row["answer"]), token=invitation.token, code=row.get("code", ""),
            words=row.get("words", ""),
            proposed_start=timezone.localdate() + timedelta(days=ahead) if ahead else None,
        )  # fmt: skip
    if "mission" in row:
        _bring(answered.mission, MissionState(row["mission"]), row, desk)


def _bring(mission: Mission, to: MissionState, row: dict[str, Any], desk: User) -> None:
    """From planned to this state, by who does that."""
    with days_ago(row["begun"]):
        started = start_mission(mission=mission, actor=desk)
    if "done" in row:
        with days_ago(row["done"]):
            _finish(started, to, row, desk)


def _finish(started: Mission, to: MissionState, row: dict[str, Any], desk: User) -> None:
    if to is MissionState.BROKEN_OFF:
        stop_mission(mission=started, actor=desk, reason=row["reason"])
    elif to is MissionState.ENDED:
        end_mission(mission=started, actor=desk)
    elif to is MissionState.REPORTED:
        profile = started.invitation.profile
        assert profile is not None  # noqa: S101 - it was made a moment ago
        assert profile.user is not None  # noqa: S101 - the file gives a report only of who has an account
        submit_report(mission=started, actor=profile.user, report=row["report"])
