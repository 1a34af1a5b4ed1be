"""A mission from its beginning to its end."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from matching.engagements.enums import MissionState, StoppedBy
from matching.engagements.letters import tell_gemeente_of_stop, tell_of_mission
from matching.engagements.models import Mission
from matching.engagements.rules import does_mission, may_invite
from matching.engagements.transitions import lock_mission, move_mission


@transaction.atomic
def start_mission(*, mission: Mission, actor: User) -> Mission:
    """Repeatable. By the loket, or by the person whose mission it is. The date that was agreed stays beside it."""
    fresh = lock_mission(mission.pk)
    if not (may_invite(actor) or does_mission(actor, fresh)):
        raise PermissionDenied
    fresh.begun_on = timezone.localdate()
    return _move(fresh, MissionState.RUNNING, actor, "begun_on")


@transaction.atomic
def reset_start(*, mission: Mission, actor: User) -> Mission:
    """Repeatable. It had not begun after all; the agreed date stands, and the trail tells of both steps."""
    fresh = lock_mission(mission.pk)
    if not (may_invite(actor) or does_mission(actor, fresh)):
        raise PermissionDenied
    fresh.begun_on = None
    return _move(fresh, MissionState.PLANNED, actor, "begun_on")


@transaction.atomic
def submit_report(*, mission: Mission, actor: User, report: str) -> Mission:
    """Repeatable: what was handed in stays as it is."""
    fresh = lock_mission(mission.pk)
    if not does_mission(actor, fresh):
        raise PermissionDenied
    fresh.report, fresh.end = report, timezone.localdate()
    return _move(fresh, MissionState.REPORTED, actor, "report", "end")


@transaction.atomic
def end_mission(*, mission: Mission, actor: User) -> Mission:
    """Repeatable. The loket; also without a report, when none will come."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = lock_mission(mission.pk)
    fresh.end = fresh.end or timezone.localdate()
    return _move(fresh, MissionState.ENDED, actor, "end")


@transaction.atomic
def stop_mission(*, mission: Mission, actor: User, reason: str) -> Mission:
    """Repeatable. The loket breaks it off and says why; the gemeente hears that the help ends."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = lock_mission(mission.pk)
    is_new = fresh.state != MissionState.BROKEN_OFF
    fresh.break_reason, fresh.end, fresh.stopped_by = reason, timezone.localdate(), StoppedBy.DESK
    stopped = _move(fresh, MissionState.BROKEN_OFF, actor, "break_reason", "end", "stopped_by")
    if is_new:
        tell_gemeente_of_stop(stopped)
    return stopped


def _move(fresh: Mission, to: MissionState, actor: User, *fields: str) -> Mission:
    if fresh.state == to:
        fresh.refresh_from_db(fields=fields)
        return fresh
    event = move_mission(fresh, to, actor=actor, with_fields=fields)
    tell_of_mission(fresh, actor=actor, key=f"{fresh.state}:{event.pk}")
    return fresh
