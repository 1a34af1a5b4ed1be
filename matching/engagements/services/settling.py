"""Remind who did not answer, close what nobody waits for any more: at night, and at once when somebody leaves the pool."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.trail.models import AuditEvent
from matching.engagements.enums import InvitationState, LapseReason, MissionState, StoppedBy
from matching.engagements.letters import (
    tell_desk_of_closed_helper,
    tell_desk_of_lapse,
    tell_expert,
    tell_of_mission,
)
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import has_closed_account
from matching.engagements.transitions import lock_invitation, lock_mission, move_invitation, move_mission
from matching.engagements.workflow import INVITABLE, NOT_ENDED, OPEN_INVITATION, OPEN_MISSION
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import ENDED

# So many days before the term ends, and never on the day after it was sent.
REMIND_BEFORE = timedelta(days=2)
LEFT_IN_PEACE = timedelta(days=1)
# In the trail of a mission: who helps cannot log in any more.
HELPER_CLOSED = "matching.helper_closed"


@nightly("matching.invitations")
def settle_invitations() -> None:
    """Repeatable: each once, in a transaction of its own, so that one that fails leaves the others."""
    today = timezone.localdate()
    waiting = Invitation.objects.filter(state__in=OPEN_INVITATION).order_by("pk").values_list("pk", flat=True)
    run_one_by_one(waiting, lambda pk: settle_invitation(pk=pk, today=today), name="matching.invitations")


def settle_ended_request(payload: dict[str, Any]) -> None:
    """Repeatable. A request that is over asks nobody any more, and nobody works for it."""
    today = timezone.localdate()
    for pk in _numbers(Invitation.objects.filter(request=payload["request"], state__in=OPEN_INVITATION)):
        settle_invitation(pk=pk, today=today)
    for pk in _numbers(Mission.objects.filter(invitation__request=payload["request"], state__in=NOT_ENDED)):
        settle_mission(pk=pk)


def settle_closed_account(payload: dict[str, Any]) -> None:
    """Repeatable. Who cannot log in any more is asked nothing, and the loket hears of what that person has in hand; an account
    that was opened again meanwhile is left alone."""
    user, today = payload["user"], timezone.localdate()
    for pk in _numbers(Invitation.objects.filter(profile__user=user, state__in=OPEN_INVITATION)):
        settle_invitation(pk=pk, today=today)
    for pk in _numbers(Mission.objects.filter(invitation__profile__user=user, state__in=OPEN_MISSION)):
        tell_of_closed_helper(pk=pk)


def _numbers(rows: QuerySet[Any]) -> list[int]:
    """Read before anything changes: each is locked by itself afterwards."""
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_of_closed_helper(*, pk: int) -> None:
    """Repeatable: once a mission. It stays as it is: whether the work is done, or somebody else does it, a person decides."""
    fresh = lock_mission(pk)
    told = AuditEvent.objects.filter(
        action=HELPER_CLOSED, target_type=Mission._meta.label_lower, target_id=str(pk)
    )
    if fresh.state not in OPEN_MISSION or not has_closed_account(fresh.invitation) or told.exists():
        return
    audit.record(actor=None, action=HELPER_CLOSED, target=fresh)
    tell_desk_of_closed_helper(fresh)


@transaction.atomic
def settle_mission(*, pk: int) -> None:
    """Repeatable. Of a request that is over for good: what was reported, and what runs when it is closed, ends; anything else is
    broken off."""
    fresh = lock_mission(pk)
    status = RequestStatus(fresh.invitation.request.status)
    if fresh.state not in NOT_ENDED or status not in ENDED:
        return
    is_reported = fresh.state == MissionState.REPORTED
    ends_well = is_reported or (status is RequestStatus.AFGEROND and fresh.state == MissionState.RUNNING)
    fresh.end = fresh.end if is_reported else timezone.localdate()
    if not ends_well:
        fresh.break_reason, fresh.stopped_by = f"Het verzoek is {status.label.lower()}.", StoppedBy.REQUEST
    to = MissionState.ENDED if ends_well else MissionState.BROKEN_OFF
    event = move_mission(fresh, to, actor=None, with_fields=["end", "break_reason", "stopped_by"])
    tell_of_mission(fresh, actor=None, key=f"{fresh.state}:{event.pk}")


@transaction.atomic
def settle_invitation(*, pk: int, today: date) -> None:
    """Repeatable. What is due for this one, if anything."""
    fresh = lock_invitation(pk)
    if fresh.state not in OPEN_INVITATION:
        return
    if why := _why_pointless(fresh, today):
        _close(fresh, InvitationState.WITHDRAWN, why)
    elif why := _why_past(fresh, today):
        _close(fresh, InvitationState.EXPIRED, why)
    elif _is_due_for_a_reminder(fresh, today):
        fresh.reminded_at = timezone.now()
        fresh.save(update_fields=["reminded_at"])
        audit.record(actor=None, action="matching.invitation_reminded", target=fresh)
        tell_expert(fresh, "invitation_reminder", "reminder")


def end_asks_of_profile(profile: ExpertProfile, actor: User) -> None:
    """Repeatable. Of somebody who leaves the pool, in that transaction. The profile is locked, and whoever moves an
    invitation locks its profile before it: so nobody moves these meanwhile, and their requests need no lock, which would
    come in the wrong order here."""
    asked = Invitation.objects.filter(profile=profile, state__in=OPEN_INVITATION).order_by("pk")
    for fresh in asked.select_for_update(of=("self",)).select_related("request__gemeente", "profile__user"):
        _close(fresh, InvitationState.WITHDRAWN, LapseReason.POOL, actor=actor)


def _why_pointless(fresh: Invitation, today: date) -> LapseReason | None:
    """The request is done, or the person may not be asked any more."""
    if fresh.request.status not in INVITABLE:
        return LapseReason.REQUEST
    if has_closed_account(fresh):
        return LapseReason.ACCOUNT
    if fresh.profile is None or not fresh.profile.has_consent(today=today):
        return LapseReason.POOL
    return None


def _why_past(fresh: Invitation, today: date) -> LapseReason | None:
    """Nobody answered in time, or the date that was proposed passed without an answer of the loket."""
    if fresh.state == InvitationState.SENT:
        return LapseReason.TIME if fresh.answer_by < today else None
    is_past = fresh.proposed_start is not None and fresh.proposed_start < today
    return LapseReason.DAY if is_past else None


def _is_due_for_a_reminder(fresh: Invitation, today: date) -> bool:
    if fresh.state != InvitationState.SENT or fresh.reminded_at is not None:
        return False
    sent_on = timezone.localdate(fresh.sent_at)
    return fresh.answer_by - REMIND_BEFORE <= today and sent_on + LEFT_IN_PEACE < today


def _close(fresh: Invitation, to: InvitationState, why: LapseReason, *, actor: User | None = None) -> None:
    move_invitation(fresh, to, actor=actor, why=why)
    tell_expert(fresh, "invitation_closed", to.value)
    tell_desk_of_lapse(fresh, why)
