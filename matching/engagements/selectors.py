"""Reads of invitations and missions. Each takes the viewer."""

from django.db.models import QuerySet
from django.utils import timezone

from expertpool.models import ExpertProfile
from expertpool.selectors import profiles_visible_to
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_loket
from krachtwijken.accounts.types import Viewer
from matching.engagements.enums import InvitationState
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import may_call_gemeente
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION
from matching.models import SupportRequest
from matching.requests.contacts import Contact
from matching.requests.selectors import contacts_of, requests_visible_to

# What a gemeente sees of who was asked: whoever said no, or nothing, is nobody's business.
SHOWN_TO_GEMEENTE = (InvitationState.SENT, InvitationState.OTHER_DATE, InvitationState.ACCEPTED)


def desk_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """All of them, for the loket alone."""
    invitations = Invitation.objects.select_related(
        "profile", "request__gemeente", "request__wijk", "invited_by", "mission"
    )
    return invitations if is_loket(viewer) else invitations.none()


def contacts_for_mission(viewer: Viewer, mission: Mission) -> list[Contact]:
    """Whom to call at the gemeente."""
    return contacts_of(mission.invitation.request) if may_call_gemeente(viewer, mission) else []


def count_people_of(request: SupportRequest) -> int:
    """Who was asked and may still come, and who comes."""
    asked = Invitation.objects.filter(request=request, state__in=OPEN_INVITATION)
    coming = Mission.objects.filter(invitation__request=request, state__in=OPEN_MISSION)
    return asked.count() + coming.count()


def invitations_for_gemeente(viewer: Viewer, request: SupportRequest) -> QuerySet[Invitation]:
    """For whoever may follow the request: that somebody is asked, or comes."""
    invitations = Invitation.objects.select_related("profile", "mission")
    if not requests_visible_to(viewer).filter(pk=request.pk).exists():
        return invitations.none()
    return invitations.filter(request=request, state__in=SHOWN_TO_GEMEENTE)


def own_invitations_of(user: User) -> QuerySet[Invitation]:
    """Those for this person, newest first."""
    return Invitation.objects.select_related(
        "profile", "request__gemeente", "request__wijk", "mission"
    ).filter(profile__user=user)


def own_missions_of(user: User) -> QuerySet[Mission]:
    return Mission.objects.select_related(
        "invitation__request__gemeente", "invitation__request__wijk", "invitation__profile"
    ).filter(invitation__profile__user=user)


def invitation_at(token: str) -> Invitation | None:
    """Whose link this is, answered or not."""
    found = Invitation.objects.select_related(
        "profile", "request__gemeente", "request__wijk", "request__owner", "mission"
    )
    return found.filter(token=token).first()


def profile_to_invite(viewer: User, slug: str) -> ExpertProfile | None:
    """While consent holds; whether there is room is another question."""
    seen = profiles_visible_to(viewer).filter(slug=slug, consent_until__gte=timezone.localdate())
    return seen.first() if is_loket(viewer) else None


def earlier_invitations(request: SupportRequest, profile: ExpertProfile) -> QuerySet[Invitation]:
    """For the loket, before it asks once more: how often this person was asked for this request, newest first."""
    return Invitation.objects.filter(request=request, profile=profile).select_related("mission")
