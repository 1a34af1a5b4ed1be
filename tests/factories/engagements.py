"""People of the pool, invitations and missions for tests. Needs the reference data."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from matching.engagements.enums import MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import invite_expert
from matching.engagements.services.missions import end_mission, start_mission, submit_report
from matching.models import SupportRequest
from matching.requests.services.steps import take_request
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request

MESSAGE = "Kunt u twee avonden meelopen in de buurt?"


def make_expert(user: User | None = None, **fields: Any) -> ExpertProfile:
    """With room for two."""
    owner = user or UserFactory(role="expert")
    values: dict[str, Any] = {
        "title": "Regisseur voor rust op straat", "slug": f"regisseur-{owner.pk}", "summary": "Kort.", "about": "Lang.",
        "levels": ["procesregie"], "roles": ["adoptant"], "days_per_month": 4, "max_parallel": 2,
        "visibility": Visibility.LOKET, "consent_until": date(2099, 1, 1),
    }  # fmt: skip
    return ExpertProfile.objects.create(user=owner, **{**values, **fields})


def owner_of_profile(profile: ExpertProfile) -> User:
    assert profile.user is not None
    return profile.user


def make_taken_request(desk: User | None = None, asker: User | None = None) -> SupportRequest:
    return take_request(request=make_request(asker), actor=desk or UserFactory(role="loket"))


def make_invitation(
    profile: ExpertProfile | None = None, request: SupportRequest | None = None, **fields: Any
) -> Invitation:
    """By the owner of the request, who is at the loket."""
    asked = request or make_taken_request()
    values: dict[str, Any] = {
        "actor": asked.owner, "message": MESSAGE, "days": 3,
        "answer_by": timezone.localdate() + timedelta(days=7),
    }  # fmt: skip
    return invite_expert(request=asked, profile=profile or make_expert(), **{**values, **fields})


def expert_of(invitation: Invitation) -> User:
    assert invitation.profile is not None
    return owner_of_profile(invitation.profile)


def make_mission(invitation: Invitation | None = None, state: MissionState = MissionState.PLANNED) -> Mission:
    """Brought as far as this state by the services."""
    asked = invitation or make_invitation()
    expert, desk = expert_of(asked), asked.invited_by
    assert desk is not None
    mission = record_answer(invitation=asked, reply=Reply.YES, actor=expert).mission
    if state != MissionState.PLANNED:
        mission = start_mission(mission=mission, actor=expert)
    if state in {MissionState.REPORTED, MissionState.ENDED}:
        mission = submit_report(mission=mission, actor=expert, report="De avonden zijn rustiger.")
    if state == MissionState.ENDED:
        mission = end_mission(mission=mission, actor=desk)
    return mission
