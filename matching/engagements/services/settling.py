"""At night: remind who did not answer, close what nobody waits for any more."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.engagements.enums import InvitationState, MissionState
from matching.engagements.letters import tell_desk_of_answer, tell_expert, tell_of_mission
from matching.engagements.models import Invitation, Mission
from matching.engagements.transitions import lock_invitation, lock_mission, move_invitation, move_mission
from matching.engagements.workflow import INVITABLE, OPEN_INVITATION, OPEN_MISSION
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import ENDED

# So many days before the term ends, and never on the day after it was sent.
REMIND_BEFORE = timedelta(days=2)
LEFT_IN_PEACE = timedelta(days=1)


@nightly("matching.invitations")
def settle_invitations() -> None:
    """Repeatable: each once, in a transaction of its own, so that one that fails leaves the others."""
    today = timezone.localdate()
    waiting = Invitation.objects.filter(state__in=OPEN_INVITATION).order_by("pk").values_list("pk", flat=True)
    run_one_by_one(waiting, lambda pk: settle_invitation(pk=pk, today=today), name="matching.invitations")


def settle_ended_request(payload: dict[str, Any]) -> None:
    """Repeatable. A request that is over asks nobody any more, and nobody works for it."""
    open_ones = Invitation.objects.filter(request=payload["request"], state__in=OPEN_INVITATION)
    for pk in list(open_ones.order_by("pk").values_list("pk", flat=True)):
        settle_invitation(pk=pk, today=timezone.localdate())
    missions = Mission.objects.filter(invitation__request=payload["request"], state__in=OPEN_MISSION)
    for pk in list(missions.order_by("pk").values_list("pk", flat=True)):
        settle_mission(pk=pk)


@transaction.atomic
def settle_mission(*, pk: int) -> None:
    """Repeatable. Of a request that is over for good: what runs when it is closed ends, anything else is broken off."""
    fresh = lock_mission(pk)
    status = RequestStatus(fresh.invitation.request.status)
    if fresh.state not in OPEN_MISSION or status not in ENDED:
        return
    ends_well = status is RequestStatus.AFGEROND and fresh.state == MissionState.RUNNING
    fresh.end = timezone.localdate()
    if not ends_well:
        fresh.break_reason = f"Het verzoek is {status.label.lower()}."
    to = MissionState.ENDED if ends_well else MissionState.BROKEN_OFF
    event = move_mission(fresh, to, actor=None, with_fields=["end", "break_reason"])
    tell_of_mission(fresh, actor=None, key=f"{fresh.state}:{event.pk}")


@transaction.atomic
def settle_invitation(*, pk: int, today: date) -> None:
    """Repeatable. What is due for this one, if anything."""
    fresh = lock_invitation(pk)
    if fresh.state not in OPEN_INVITATION:
        return
    if _is_pointless(fresh, today):
        _close(fresh, InvitationState.WITHDRAWN)
    elif _is_past(fresh, today):
        _close(fresh, InvitationState.EXPIRED)
    elif _is_due_for_a_reminder(fresh, today):
        fresh.reminded_at = timezone.now()
        fresh.save(update_fields=["reminded_at"])
        audit.record(actor=None, action="matching.invitation_reminded", target=fresh)
        tell_expert(fresh, "invitation_reminder", "reminder")


def _is_pointless(fresh: Invitation, today: date) -> bool:
    """The request is done, or the person may not be asked any more."""
    profile = fresh.profile
    if fresh.request.status not in INVITABLE or profile is None or not profile.has_consent(today=today):
        return True
    return profile.user is not None and not profile.user.is_active


def _is_past(fresh: Invitation, today: date) -> bool:
    """Nobody answered in time, or the date that was proposed passed without an answer of the loket."""
    if fresh.state == InvitationState.SENT:
        return fresh.answer_by < today
    return fresh.proposed_start is not None and fresh.proposed_start < today


def _is_due_for_a_reminder(fresh: Invitation, today: date) -> bool:
    if fresh.state != InvitationState.SENT or fresh.reminded_at is not None:
        return False
    sent_on = timezone.localdate(fresh.sent_at)
    return fresh.answer_by - REMIND_BEFORE <= today and sent_on + LEFT_IN_PEACE < today


def _close(fresh: Invitation, to: InvitationState) -> None:
    move_invitation(fresh, to, actor=None)
    tell_expert(fresh, "invitation_closed", to.value)
    tell_desk_of_answer(fresh)
