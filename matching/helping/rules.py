"""Who helps with a request that got no proposal, and whether it may come in execution by that."""

from django.db.models import Q
from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.engagements.rules import may_invite
from matching.models import AdoptionTeam, Coupling, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import steps_from
from matching.teams.enums import TeamState

TEAM = "een adoptieteam"


def may_start_help(viewer: Viewer, request: SupportRequest) -> bool:
    """Somebody helps while nothing was proposed, and the kind of help knows that somebody comes."""
    now = RequestStatus(request.status)
    if now is not RequestStatus.IN_BEHANDELING or RequestStatus.IN_UITVOERING not in steps_from(
        now, request.kind
    ):
        return False
    return may_invite(viewer) and bool(find_helpers(request))


def find_helpers(request: SupportRequest) -> list[str]:
    """By function, each once: who comes for it or came, its team that is at work, who is tied to the wijk for it. What was broken
    off is no help."""
    missions = Mission.objects.filter(invitation__request=request).exclude(state=MissionState.BROKEN_OFF)
    people = [row.invitation.whom for row in missions.select_related("invitation__profile").order_by("pk")]
    if AdoptionTeam.objects.filter(request=request, state=TeamState.RUNNING).exists():
        people.append(TEAM)
    going = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    tied = Coupling.objects.filter(going, request=request, mission=None).order_by("pk")
    people += tied.values_list("function", flat=True)
    return list(dict.fromkeys(people))
