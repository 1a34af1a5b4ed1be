"""A mission that broke off, on the page of the gemeente: since when, who decided, what comes next; never the words."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from matching.engagements.enums import StopCode
from matching.engagements.models import Mission
from matching.engagements.services.leaving import leave_mission
from matching.engagements.services.missions import stop_mission
from matching.requests.services.steps import withdraw_request
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission, make_taken_request
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index")]
WORDS = "De straatcoach werkt nu voor een ander."
NEXT = "bekijkt met u wat er nu nodig is."


@pytest.fixture
def mission() -> Mission:
    return make_mission(make_invitation(request=make_taken_request(asker=make_asker())))


def desk_of(mission: Mission) -> User:
    desk = mission.invitation.request.owner
    assert desk is not None
    return desk


def page_of_gemeente(mission: Mission) -> str:
    request = mission.invitation.request
    client = Client()
    client.force_login(request.created_by)
    return unescape(client.get(request.get_absolute_url()).content.decode())


def test_loket_broke_it_off(mission: Mission) -> None:
    assert "Gestopt op" not in page_of_gemeente(mission)
    stop_mission(mission=mission, actor=desk_of(mission), reason=WORDS)
    page = page_of_gemeente(mission)
    today = date_format(timezone.localdate(), "j F Y")
    assert f"Gestopt op {today}. Het loket besloot dat. {desk_of(mission)} van het loket {NEXT}" in page
    assert WORDS not in page


def test_who_helped_stopped(mission: Mission) -> None:
    leave_mission(mission=mission, actor=expert_of(mission.invitation), code=StopCode.NO_FIT, words=WORDS)
    page = page_of_gemeente(mission)
    assert f"Wie hielp, besloot dat. {desk_of(mission)} van het loket {NEXT}" in page
    assert WORDS not in page
    assert StopCode.NO_FIT.label not in page


def test_owner_left_the_loket(mission: Mission) -> None:
    stop_mission(mission=mission, actor=desk_of(mission), reason=WORDS)
    User.objects.filter(pk=desk_of(mission).pk).update(is_active=False)
    assert f"Het loket besloot dat. Het loket {NEXT}" in page_of_gemeente(mission)


def test_request_was_over_and_nothing_comes_next(mission: Mission, run_outbox: Any) -> None:
    asker = mission.invitation.request.created_by
    assert asker is not None
    withdraw_request(request=mission.invitation.request, actor=asker)
    run_outbox()
    page = page_of_gemeente(mission)
    assert "Het verzoek was voorbij." in page
    assert NEXT not in page


@pytest.mark.parametrize("came", [False, True])
def test_somebody_else_is_asked_or_comes_already(mission: Mission, came: bool) -> None:
    stop_mission(mission=mission, actor=desk_of(mission), reason=WORDS)
    other = make_invitation(request=mission.invitation.request)
    if came:
        make_mission(other)
    page = page_of_gemeente(mission)
    assert "Het loket besloot dat." in page
    assert NEXT not in page


def test_mission_that_broke_off_before_this_was_kept_says_when(mission: Mission) -> None:
    stop_mission(mission=mission, actor=UserFactory(role="loket"), reason=WORDS)
    Mission.objects.update(stopped_by="")
    page = page_of_gemeente(mission)
    assert "Gestopt op" in page
    assert "besloot dat" not in page
