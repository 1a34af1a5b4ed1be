"""The end of a team: with its lessons, or because its request is over."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.models import AdoptionTeam
from matching.requests.services.forgetting import ENDED
from matching.requests.workflow import WrongStepError
from matching.teams.enums import TeamState
from matching.teams.letters import tell_team
from matching.teams.rules import may_end_team
from matching.teams.transitions import drop_agreements, lock_team, move_team
from matching.teams.workflow import OPEN_TEAM


@transaction.atomic
def end_team(*, team: AdoptionTeam, actor: User, lessons: str) -> AdoptionTeam:
    """Repeatable. The gemeente and the members are asked whether everybody may read it."""
    fresh = lock_team(team.pk)
    if not may_end_team(actor, fresh):
        raise PermissionDenied
    if fresh.state == TeamState.ENDED and fresh.lessons == lessons:
        return fresh
    fresh.lessons, fresh.ends_on = lessons, timezone.localdate()
    move_team(fresh, TeamState.ENDED, actor=actor, with_fields=["lessons", "ends_on"])
    tell_team(fresh, "team_agree", "ended")
    return fresh


@transaction.atomic
def adjust_lessons(*, team: AdoptionTeam, actor: User, lessons: str, seen: str = "") -> AdoptionTeam:
    """Repeatable. Other words after the end: whoever agreed to the first is asked again. `seen` is the mark of the form; raises
    ChangedMeanwhileError."""
    fresh = lock_team(team.pk)
    if not may_end_team(actor, fresh):
        raise PermissionDenied
    if fresh.state != TeamState.ENDED:
        raise WrongStepError("Het team is nog niet klaar.")
    if fresh.lessons == lessons:
        return fresh
    refuse_stale(seen=seen, now={"lessons": fresh.lessons}, wanted={"lessons": lessons})
    fresh.lessons = lessons
    fresh.save(update_fields=["lessons"])
    drop_agreements(fresh)
    event = audit.record(actor=actor, action="matching.team_lessons", target=fresh)
    tell_team(fresh, "team_agree", f"lessons:{event.pk}")
    return fresh


def stop_team_of_request(payload: dict[str, Any]) -> None:
    """Repeatable. Its request is over: a team that is not done stops; nothing of it becomes public."""
    team = AdoptionTeam.objects.filter(request=payload["request"]).first()
    if team is not None:
        stop_team(team=team)


@transaction.atomic
def stop_team(*, team: AdoptionTeam) -> None:
    """Repeatable. Only of a request that is over."""
    fresh = lock_team(team.pk)
    if fresh.state in OPEN_TEAM and fresh.request.status in ENDED:
        move_team(fresh, TeamState.STOPPED, actor=None)
        tell_team(fresh, "team_stopped", "stopped")
