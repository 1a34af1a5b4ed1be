"""Who of the pool may be asked a part of a question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from expertpool.models import ExpertProfile
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.parts.selectors import people_to_ask
from tests.factories.engagements import make_mission
from tests.factories.requests import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def profile_of(mission: Mission) -> ExpertProfile:
    assert mission.invitation.profile is not None
    return mission.invitation.profile


def test_who_has_a_mission_for_this_request_is_asked_and_nobody_else() -> None:
    mission = make_mission(state=MissionState.RUNNING)
    assert list(people_to_ask(mission.invitation.request)) == [profile_of(mission)]
    assert not people_to_ask(make_request()).exists()


@pytest.mark.parametrize("why", ["consent", "account", "ended"])
def test_who_may_not_be_asked_any_more_is_not(why: str) -> None:
    mission = make_mission(state=MissionState.ENDED if why == "ended" else MissionState.RUNNING)
    profile = profile_of(mission)
    if why == "consent":
        profile.consent_until = timezone.localdate() - timedelta(days=1)
        profile.save(update_fields=["consent_until"])
    if why == "account":
        assert profile.user is not None
        profile.user.is_active = False
        profile.user.save(update_fields=["is_active"])
    assert not people_to_ask(mission.invitation.request).exists()
