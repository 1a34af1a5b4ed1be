"""Who helps stops before the work is done."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from matching.engagements.enums import MissionState, StopCode, StoppedBy
from matching.engagements.letters import tell_desk_of_leaving, tell_gemeente_of_stop
from matching.engagements.models import Mission
from matching.engagements.rules import does_mission
from matching.engagements.transitions import lock_mission, move_mission


@transaction.atomic
def leave_mission(*, mission: Mission, actor: User, code: StopCode, words: str = "") -> Mission:
    """Repeatable: what was said first stays. The loket hears why, the gemeente only that somebody stops."""
    fresh = lock_mission(mission.pk)
    if not does_mission(actor, fresh):
        raise PermissionDenied
    if fresh.state == MissionState.BROKEN_OFF and fresh.stopped_by == StoppedBy.HELPER:
        return fresh
    fresh.stopped_by, fresh.stop_code, fresh.break_reason = StoppedBy.HELPER, code, words
    fresh.end = timezone.localdate()
    fields = ["stopped_by", "stop_code", "break_reason", "end"]
    move_mission(fresh, MissionState.BROKEN_OFF, actor=actor, with_fields=fields)
    tell_desk_of_leaving(fresh)
    tell_gemeente_of_stop(fresh)
    return fresh
