"""From yes to a mission."""

from collections.abc import Iterable

from django.utils import timezone

from krachtwijken.accounts.models import User
from matching.engagements.enums import InvitationState
from matching.engagements.letters import tell_expert, tell_gemeente_of_mission
from matching.engagements.models import Invitation, Mission
from matching.engagements.transitions import move_invitation
from matching.engagements.workflow import INVITABLE
from matching.requests.workflow import WrongStepError


def plan_mission(
    fresh: Invitation, *, actor: User | None, by_link: bool, with_fields: Iterable[str] = ()
) -> Mission:
    """Of an invitation that is locked. Its room was counted when it was sent, and the mission takes that over."""
    _ensure_that_it_still_holds(fresh)
    move_invitation(fresh, InvitationState.ACCEPTED, actor=actor, by_link=by_link, with_fields=with_fields)
    mission = Mission.objects.create(
        invitation=fresh, days=fresh.days, start=fresh.start, is_example=fresh.is_example
    )
    tell_expert(fresh, "invitation_confirmed", "accepted")
    tell_gemeente_of_mission(mission)
    return mission


def _ensure_that_it_still_holds(fresh: Invitation) -> None:
    if fresh.request.status not in INVITABLE:
        raise WrongStepError("Het verzoek loopt niet meer. Er is geen hulp meer nodig.")
    if fresh.profile is None or not fresh.profile.has_consent(today=timezone.localdate()):
        raise WrongStepError("Er is geen toestemming meer om deze persoon te vragen.")
