"""The one place where the state of an invitation, and of a mission, changes; of rows that are locked."""

from collections.abc import Iterable

from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue
from krachtwijken.core.trail.models import AuditEvent
from matching.engagements.enums import InvitationState, LapseReason, MissionState
from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import INVITATION_STEPS, MISSION_STEPS
from matching.models import SupportRequest
from matching.requests.workflow import WrongStepError

BROKEN_TOPIC = "matching.mission_broken_off"


def lock_invitation(pk: int) -> Invitation:
    """With its request and its profile, in the order of every service here and of `decide_request`: request, profile,
    invitation. So no two wait for each other."""
    known = Invitation.objects.values_list("request", "profile").get(pk=pk)
    request = SupportRequest.objects.select_for_update().get(pk=known[0])
    list(ExpertProfile.objects.select_for_update().filter(pk=known[1]).values_list("pk"))
    # The profile may be gone since: without it the column is empty, so it is not asked for in the same breath.
    invitation = Invitation.objects.select_for_update().get(pk=pk)
    invitation.request = request
    return invitation


def lock_person_of(mission: Mission) -> None:
    """For what copies something of the profile: whoever is erased at the same moment comes before it or after it."""
    pk = Invitation.objects.values_list("profile", flat=True).get(mission=mission)
    list(ExpertProfile.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"))


def lock_mission(pk: int) -> Mission:
    known = Mission.objects.values_list("invitation", flat=True).get(pk=pk)
    invitation = lock_invitation(known)
    mission = Mission.objects.select_for_update().get(pk=pk)
    mission.invitation = invitation
    return mission


def move_invitation(
    fresh: Invitation,
    to: InvitationState,
    *,
    actor: User | None,
    by_link: bool = False,
    why: LapseReason | None = None,
    with_fields: Iterable[str] = (),
) -> None:
    """`why` when nobody did it who could be asked."""
    before = InvitationState(fresh.state)
    if to not in INVITATION_STEPS[before]:
        raise WrongStepError(f"Dit kan niet meer. De stand van de uitnodiging is nu: {before.label.lower()}.")
    fresh.state, fresh.state_since = to, timezone.now()
    fresh.save(update_fields=["state", "state_since", *with_fields])
    data = {"from": before.value, "to": to.value}
    if by_link:
        data["by"] = "link"
    if why is not None:
        data["why"] = why.value
    audit.record(actor=actor, action="matching.invitation", target=fresh, data=data)


def move_mission(
    fresh: Mission, to: MissionState, *, actor: User | None, with_fields: Iterable[str] = ()
) -> AuditEvent:
    """Gives the row in the trail: each step is one, also the same step a second time."""
    before = MissionState(fresh.state)
    if to not in MISSION_STEPS[before]:
        raise WrongStepError(f"Dit kan niet meer. De stand van de opdracht is nu: {before.label.lower()}.")
    fresh.state, fresh.state_since = to, timezone.now()
    fresh.save(update_fields=["state", "state_since", *with_fields])
    if to is MissionState.BROKEN_OFF:
        # Rooms above know what was built on it.
        enqueue(BROKEN_TOPIC, {"mission": fresh.pk}, key=str(fresh.pk))
    return audit.record(
        actor=actor, action="matching.mission", target=fresh, data={"from": before.value, "to": to.value}
    )
