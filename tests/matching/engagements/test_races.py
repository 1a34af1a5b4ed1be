"""Two at the same moment: over the last room of somebody, and over one invitation."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from expertpool.directory.services import withdraw_consent
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from matching.engagements.enums import InvitationState, MissionState, Reply, StopCode, StoppedBy
from matching.engagements.load import load_of
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import InvitationRefusedError, NoRoomError, withdraw_invitation
from matching.engagements.services.leaving import leave_mission
from matching.engagements.services.missions import end_mission, stop_mission
from matching.engagements.services.settling import settle_invitation
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import decide_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.requests import make_asker
from tests.races import at_once, failures


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


@pytest.fixture
def desk(asker: User) -> User:
    user: User = UserFactory(role="loket")
    return user


def test_last_room_of_somebody_goes_to_one_of_two_requests(asker: User, desk: User, rounds: range) -> None:
    for _ in rounds:
        profile = make_expert(max_parallel=1)
        requests = [make_taken_request(desk, asker) for _ in range(2)]
        outcomes = at_once(
            *[lambda one=one, profile=profile: make_invitation(profile, one) for one in requests]
        )
        (failed,) = failures(outcomes)
        assert isinstance(failed, NoRoomError)
        assert Invitation.objects.filter(profile=profile).count() == 1


def test_two_who_invite_one_person_for_one_request_send_one_invitation(
    asker: User, desk: User, rounds: range
) -> None:
    other = UserFactory(role="loket")
    for _ in rounds:
        profile, request = make_expert(max_parallel=5), make_taken_request(desk, asker)
        outcomes = at_once(
            *[
                lambda one=one, profile=profile, request=request: make_invitation(profile, request, actor=one)
                for one in (desk, other)
            ]
        )
        (failed,) = failures(outcomes)
        assert type(failed) is InvitationRefusedError
        assert Invitation.objects.filter(profile=profile).count() == 1


def test_invitation_beside_a_withdrawal_of_consent_is_sent_before_it_or_not_at_all(
    asker: User, desk: User, rounds: range
) -> None:
    for _ in rounds:
        profile, request = make_expert(), make_taken_request(desk, asker)
        outcomes = at_once(
            lambda profile=profile, request=request: make_invitation(profile, request),
            lambda profile=profile: withdraw_consent(profile=profile, actor=profile.user),
        )
        assert all(isinstance(one, InvitationRefusedError) for one in failures(outcomes))
        sent = Invitation.objects.filter(profile=profile)
        assert sent.count() == 1 - len(failures(outcomes))
        assert all(one.state == InvitationState.WITHDRAWN for one in sent), "none waits for who left"


def test_yes_beside_a_withdrawal_of_consent_is_a_mission_or_nothing(
    asker: User, desk: User, rounds: range
) -> None:
    for _ in rounds:
        invitation = make_invitation(request=make_taken_request(desk, asker))
        outcomes = at_once(
            lambda one=invitation: record_answer(invitation=one, reply=Reply.YES, actor=expert_of(one)),
            lambda one=invitation: withdraw_consent(profile=one.profile, actor=expert_of(one)),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert not isinstance(outcomes[1], Exception)
        invitation.refresh_from_db()
        said_yes = invitation.state == InvitationState.ACCEPTED
        assert said_yes is not isinstance(outcomes[0], Exception)
        assert said_yes or invitation.state == InvitationState.WITHDRAWN
        assert Mission.objects.filter(invitation=invitation).count() == int(said_yes)


def test_yes_while_the_loket_takes_it_back_is_one_of_the_two(asker: User, desk: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(request=make_taken_request(desk, asker))
        outcomes = at_once(
            lambda one=invitation: record_answer(invitation=one, reply=Reply.YES, actor=expert_of(one)),
            lambda one=invitation: withdraw_invitation(invitation=one, actor=desk),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        invitation.refresh_from_db()
        accepted = invitation.state == InvitationState.ACCEPTED
        assert Mission.objects.filter(invitation=invitation).count() == int(accepted)
        assert events_of(invitation).filter(action="matching.invitation").count() == 1


def test_yes_by_link_and_by_login_at_once_is_one_mission(asker: User, desk: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(request=make_taken_request(desk, asker))
        outcomes = at_once(
            lambda one=invitation: record_answer(invitation=one, reply=Reply.YES, actor=expert_of(one)),
            lambda one=invitation: record_answer(invitation=one, reply=Reply.YES, token=one.token),
        )
        assert not failures(outcomes)
        assert Mission.objects.filter(invitation=invitation).count() == 1


def test_yes_while_the_request_is_refused_leaves_nobody_waiting(
    asker: User, desk: User, rounds: range
) -> None:
    for _ in rounds:
        request = make_taken_request(desk, asker)
        invitation = make_invitation(request=request)
        advice: list[dict[str, Any]] = [{"key": f"profile:{invitation.profile_id}", "score": 1, "parts": {}}]
        outcomes = at_once(
            lambda one=invitation: record_answer(invitation=one, reply=Reply.YES, actor=expert_of(one)),
            lambda one=request, advice=advice: decide_request(
                request=one,
                actor=desk,
                to=RequestStatus.AFGEWEZEN,
                reason="r",
                alternative="a",
                advice=advice,
            ),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        settle_invitation(pk=invitation.pk, today=timezone.localdate())
        invitation.refresh_from_db()
        assert not invitation.is_open


def test_two_ends_of_one_mission_leave_one(asker: User, desk: User, rounds: range) -> None:
    for _ in rounds:
        mission = make_mission(make_invitation(request=make_taken_request(desk, asker)), MissionState.RUNNING)
        outcomes = at_once(
            lambda one=mission: end_mission(mission=one, actor=desk),
            lambda one=mission: stop_mission(mission=one, actor=desk, reason="r"),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        mission.refresh_from_db()
        assert (mission.break_reason == "r") == (mission.state == MissionState.BROKEN_OFF)


def test_night_of_two_workers_expires_an_invitation_once(asker: User, desk: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(request=make_taken_request(desk, asker))
        later = invitation.answer_by + timedelta(days=1)
        outcomes = at_once(*[lambda one=invitation: settle_invitation(pk=one.pk, today=later)] * 2)  # noqa: B023
        assert not failures(outcomes)
        assert events_of(invitation).filter(action="matching.invitation").count() == 1
        assert invitation.profile is not None
        assert load_of(invitation.profile).taken == 0


def test_expert_and_loket_stop_one_mission_at_once(asker: User, desk: User, rounds: range) -> None:
    """One of them decided, and who comes second hears so or changes nothing."""
    for _ in rounds:
        mission = make_mission(make_invitation(request=make_taken_request(desk, asker)))
        expert = expert_of(mission.invitation)
        outcomes = at_once(
            lambda mission=mission, expert=expert: leave_mission(
                mission=mission, actor=expert, code=StopCode.NO_TIME, words="Te druk."
            ),
            lambda mission=mission: stop_mission(mission=mission, actor=desk, reason="De wijk wil anders."),
        )
        mission.refresh_from_db()
        assert events_of(mission).filter(data__to=MissionState.BROKEN_OFF).count() == 1
        by_helper = mission.stopped_by == StoppedBy.HELPER
        assert mission.break_reason == ("Te druk." if by_helper else "De wijk wil anders.")
        assert [type(one) for one in failures(outcomes)] == ([] if by_helper else [WrongStepError])
