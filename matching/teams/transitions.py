"""The one place where the state of a team changes, and where what people said yes to falls; of rows that are locked."""

from collections.abc import Iterable

from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.models import AdoptionTeam, TeamMember
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError
from matching.teams.enums import TeamState
from matching.teams.workflow import OPEN_TEAM, TEAM_STEPS


def lock_team(pk: int) -> AdoptionTeam:
    """With its request, which comes first, as in every service of the loket."""
    known = AdoptionTeam.objects.select_related("request").get(pk=pk)
    request = lock_request(known.request)
    team = AdoptionTeam.objects.select_for_update().get(pk=pk)
    team.request = request
    return team


def move_team(
    fresh: AdoptionTeam, to: TeamState, *, actor: User | None, with_fields: Iterable[str] = ()
) -> None:
    before = TeamState(fresh.state)
    if to not in TEAM_STEPS[before]:
        raise WrongStepError(f"Dit kan niet meer. De stand van het team is nu: {before.label.lower()}.")
    fresh.state, fresh.state_since = to, timezone.now()
    fresh.save(update_fields=["state", "state_since", *with_fields])
    audit.record(
        actor=actor, action="matching.team", target=fresh, data={"from": before.value, "to": to.value}
    )


def ensure_team_open(fresh: AdoptionTeam) -> None:
    if fresh.state not in OPEN_TEAM:
        raise WrongStepError("Dit kan niet meer: het team is klaar of gestopt.")


def drop_agreements(fresh: AdoptionTeam) -> None:
    """Who said yes, said so to other words."""
    fresh.agreed_at, fresh.agreed_by = None, None
    fresh.save(update_fields=["agreed_at", "agreed_by"])
    TeamMember.objects.filter(team=fresh).update(agreed_at=None, agreed_by=None)
