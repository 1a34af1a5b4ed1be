"""Who helps stops before the work is done: who hears what, and what becomes of the request."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from krachtwijken.accounts.selectors import members_of_gemeente
from krachtwijken.core.audit import events_of
from matching.conversation.services.messages import post_message
from matching.engagements.enums import MissionState, StopCode, StoppedBy
from matching.engagements.load import load_of
from matching.engagements.models import Mission
from matching.engagements.services.forgetting import forget_words
from matching.engagements.services.leaving import leave_mission
from matching.engagements.services.missions import stop_mission
from matching.engagements.workflow import OPEN_MISSION
from matching.history import history_of
from matching.requests.services.steps import withdraw_request
from matching.requests.turns import Turn
from matching.requests.work import WorkFilters, work_for
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_expert, make_invitation, make_mission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
WORDS = "De straatcoach werkt nu voor een ander."
S = MissionState


def address_of(mission: Mission) -> str:
    return f"{mission.get_absolute_url()}stoppen/"


def leave(mission: Mission, words: str = WORDS) -> Mission:
    return leave_mission(
        mission=mission, actor=expert_of(mission.invitation), code=StopCode.NO_TIME, words=words
    )


def turn_of(mission: Mission) -> str:
    found: Any = work_for(UserFactory(role="loket"), WorkFilters(status="alles"))
    return str(found.get(pk=mission.invitation.request_id).turn)


@pytest.mark.parametrize("state", [S.PLANNED, S.RUNNING])
def test_expert_stops_and_has_room_again(state: MissionState) -> None:
    mission = make_mission(state=state)
    profile = mission.invitation.profile
    assert profile is not None
    assert load_of(profile).taken == 1
    for _ in range(2):
        leave(mission)
    mission.refresh_from_db()
    assert (mission.state, mission.stopped_by, mission.stop_code) == (
        S.BROKEN_OFF, StoppedBy.HELPER, StopCode.NO_TIME,
    )  # fmt: skip
    assert mission.break_reason == WORDS
    assert mission.end is not None
    assert load_of(profile).taken == 0
    assert events_of(mission).filter(data__to=S.BROKEN_OFF).count() == 1


@pytest.mark.parametrize("state", [S.REPORTED, S.ENDED])
def test_mission_that_is_done_is_not_stopped(state: MissionState) -> None:
    mission = make_mission(state=state)
    with pytest.raises(WrongStepError):
        leave(mission)
    assert Mission.objects.get().state == state


@pytest.mark.parametrize("who", ["expert", "loket"])
def test_nobody_stops_the_mission_of_another(who: str) -> None:
    mission = make_mission(state=S.RUNNING)
    with pytest.raises(PermissionDenied):
        leave_mission(mission=mission, actor=UserFactory(role=who), code=StopCode.NO_TIME)
    stranger = client_of(make_expert().user)
    assert stranger.get(address_of(mission)).status_code == 404
    assert stranger.post(address_of(mission), {"code": "geen_tijd"}).status_code == 404
    assert Mission.objects.get().state == S.RUNNING


def test_loket_hears_the_reason_and_the_gemeente_that_somebody_stops(
    run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    mission = make_mission(state=S.RUNNING)
    request, desk = mission.invitation.request, mission.invitation.request.owner
    assert desk is not None
    run_outbox()
    mailoutbox.clear()
    for _ in range(2):
        leave(mission)
        run_outbox()
    to_desk = [mail for mail in mailoutbox if mail.to == [desk.email]]
    assert [mail.subject for mail in to_desk] == [f"Wie helpt, stopt met verzoek {request.reference}"]
    assert StopCode.NO_TIME.label in to_desk[0].body
    members = [member.email for member in members_of_gemeente(request.gemeente)]
    told = [mail for mail in mailoutbox if mail.to[0] in members]
    assert [mail.subject for mail in told] == [f"De hulp bij verzoek {request.reference} stopt"] * len(
        members
    )
    assert "kan niet verder" in told[0].body
    assert not any("straatcoach" in mail.body for mail in mailoutbox)
    assert not any(StopCode.NO_TIME.label in mail.body for mail in told)


def test_page_asks_first_and_keeps_what_was_typed_when_it_is_not_complete() -> None:
    mission = make_mission()
    own = client_of(expert_of(mission.invitation))
    assert address_of(mission) in own.get(mission.get_absolute_url()).content.decode()
    assert own.get(address_of(mission)).status_code == 200
    assert Mission.objects.get().state == S.PLANNED
    refused = own.post(address_of(mission), {"code": "", "words": WORDS})
    assert refused.status_code == 422
    assert "Kies een reden." in refused.content.decode()
    assert WORDS in refused.content.decode()
    assert own.post(address_of(mission), {"code": "anders", "words": ""}).status_code == 422
    done = own.post(address_of(mission), {"code": "anders", "words": WORDS}, follow=True)
    page = done.content.decode()
    assert ("Iets anders" in page, WORDS in page, address_of(mission) in page) == (True, True, False)
    assert own.get(address_of(mission)).status_code == 302


def test_loket_was_first_and_the_words_stay_on_the_page() -> None:
    mission = make_mission(state=S.RUNNING)
    desk = mission.invitation.request.owner
    assert desk is not None
    stop_mission(mission=mission, actor=desk, reason="De wijk wil anders.")
    own = client_of(expert_of(mission.invitation))
    late = own.post(address_of(mission), {"code": "geen_tijd", "words": WORDS})
    page = late.content.decode()
    assert late.status_code == 422
    assert "De stand van de opdracht is nu: afgebroken." in page
    assert WORDS in page
    assert Mission.objects.get().break_reason == "De wijk wil anders."


def test_loket_reads_the_reason_and_the_words_and_the_gemeente_neither(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    mission = make_mission(state=S.RUNNING)
    leave(mission)
    request = mission.invitation.request
    desk_page = as_role("loket").get(f"/loket/uitnodigingen/{mission.invitation_id}/").content.decode()
    assert (StopCode.NO_TIME.label in desk_page, WORDS in desk_page) == (True, True)
    asker = request.created_by
    assert asker is not None
    gemeente_page = client_of(asker).get(request.get_absolute_url()).content.decode()
    assert WORDS not in gemeente_page
    assert StopCode.NO_TIME.label not in gemeente_page
    line = f"Gestopt met de opdracht: {mission.invitation.whom}"
    assert line in [one.text for one in history_of(request, asker)]
    assert request.owner is not None
    assert line in [one.text for one in history_of(request, request.owner)]


def test_turn_says_to_look_for_somebody_else_until_the_loket_does_something() -> None:
    invites, writes, stopped = make_mission(), make_mission(), make_mission()
    assert turn_of(invites) == Turn.TO_EXECUTE
    for mission in (invites, writes):
        leave(mission)
        assert turn_of(mission) == Turn.HELPER_LEFT
    desk = invites.invitation.request.owner
    assert desk is not None
    stop_mission(mission=stopped, actor=desk, reason="Klaar.")
    assert turn_of(stopped) == Turn.DESK
    post_message(
        request=writes.invitation.request, actor=desk, text="Alleen voor ons.", token="a", is_internal=True
    )
    assert turn_of(writes) == Turn.HELPER_LEFT
    post_message(request=writes.invitation.request, actor=desk, text="Wij zoeken verder.", token="b")
    assert turn_of(writes) == Turn.DESK
    make_invitation(request=invites.invitation.request)
    assert turn_of(invites) == Turn.INVITED


def test_mission_that_runs_beside_the_one_that_stopped_does_not_hide_it() -> None:
    mission = make_mission()
    make_mission(make_invitation(request=mission.invitation.request), state=S.RUNNING)
    leave(mission)
    assert turn_of(mission) == Turn.HELPER_LEFT
    assert Mission.objects.filter(state__in=OPEN_MISSION).count() == 1


def test_words_are_forgotten_and_the_reason_of_the_list_stays() -> None:
    mission = make_mission()
    leave(mission)
    forget_words(pk=mission.invitation_id)
    mission.refresh_from_db()
    assert (mission.break_reason, mission.stop_code) == ("", StopCode.NO_TIME)


def test_who_decided_is_kept_of_every_mission_that_breaks_off(run_outbox: Callable[[], int]) -> None:
    by_desk, with_request = make_mission(), make_mission()
    desk, asker = by_desk.invitation.request.owner, with_request.invitation.request.created_by
    assert desk is not None
    assert asker is not None
    stop_mission(mission=by_desk, actor=desk, reason="De wijk wil anders.")
    withdraw_request(request=with_request.invitation.request, actor=asker)
    run_outbox()
    assert dict(Mission.objects.values_list("pk", "stopped_by")) == {
        by_desk.pk: StoppedBy.DESK, with_request.pk: StoppedBy.REQUEST,
    }  # fmt: skip


def test_page_that_asks_first_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    mission = make_mission()
    own = client_of(expert_of(mission.invitation))
    own.get(address_of(mission))
    with django_assert_max_num_queries(20):
        own.get(address_of(mission))
