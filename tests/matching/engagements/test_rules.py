"""Whom the loket may not invite, and until when somebody may answer."""

from datetime import date, timedelta
from typing import Any

import pytest

from expertpool.models import ExpertProfile, Pause
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import answer_term_from, does_mission, find_refusals, holds_link, is_invited
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_expert, make_taken_request, owner_of_profile

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
AWAY = ["Deze persoon is nu niet beschikbaar."]


@pytest.fixture
def taken(site_tree: Any) -> SupportRequest:
    return make_taken_request()


def refusals(taken: SupportRequest, profile: ExpertProfile) -> list[str]:
    return find_refusals(request=taken, profile=profile, today=TODAY)


@pytest.mark.parametrize(
    ("last_day", "told"), [(None, []), (TODAY + DAY, []), (TODAY, []), (TODAY - DAY, AWAY)]
)
def test_last_day_that_somebody_gave_still_counts(
    taken: SupportRequest, last_day: date | None, told: list[str]
) -> None:
    assert refusals(taken, make_expert(available_until=last_day)) == told


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (TODAY, TODAY, AWAY),
        (TODAY - DAY, TODAY, AWAY),
        (TODAY, TODAY + DAY, AWAY),
        (TODAY - 2 * DAY, TODAY - DAY, []),
        (TODAY + DAY, TODAY + 2 * DAY, []),
    ],
)
def test_pause_counts_from_its_first_day_to_its_last(
    taken: SupportRequest, starts: date, ends: date, told: list[str]
) -> None:
    profile = make_expert()
    Pause.objects.create(profile=profile, starts=starts, ends=ends)
    assert refusals(taken, profile) == told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"consent_until": None}, ["Deze persoon geeft geen toestemming om gevraagd te worden."]),
        ({"consent_until": TODAY - DAY}, ["Deze persoon geeft geen toestemming om gevraagd te worden."]),
        ({"consent_until": TODAY}, []),
        ({"days_per_month": 0}, ["Deze persoon heeft nu geen dagen vrij."]),
        ({"days_per_month": 1}, []),
        ({"max_parallel": 0}, ["Deze persoon neemt nu geen opdrachten aan."]),
        ({"max_parallel": 1}, []),
    ],
)
def test_each_reason_is_told_by_itself(
    taken: SupportRequest, fields: dict[str, Any], told: list[str]
) -> None:
    assert refusals(taken, make_expert(**fields)) == told


def test_closed_account_is_not_asked_and_somebody_without_one_is(taken: SupportRequest) -> None:
    closed = make_expert(UserFactory(role="expert", is_active=False))
    assert refusals(taken, closed) == ["Het account van deze persoon is gesloten."]
    without = make_expert()
    without.user = None
    assert refusals(taken, without) == []


@pytest.mark.parametrize("status", list(RequestStatus))
def test_somebody_is_asked_while_the_loket_has_the_request_in_hand(
    taken: SupportRequest, status: RequestStatus
) -> None:
    taken.status = status
    open_now = {RequestStatus.IN_BEHANDELING, RequestStatus.VOORGESTELD, RequestStatus.IN_UITVOERING}
    told = [] if status in open_now else ["Voor dit verzoek kan nu niemand worden uitgenodigd."]
    assert refusals(taken, make_expert()) == told


def test_invitation_is_for_its_person_and_for_nobody_when_there_is_none(site_tree: Any) -> None:
    profile = make_expert()
    owner, invitation = owner_of_profile(profile), Invitation(profile=profile)
    assert is_invited(owner, invitation)
    assert does_mission(owner, Mission(invitation=invitation))
    assert not is_invited(UserFactory(role="expert"), invitation)
    assert not is_invited(owner, Invitation(profile=None))
    profile.user = None
    assert not is_invited(owner, Invitation(profile=profile))


def test_link_is_held_by_its_own_key_only() -> None:
    invitation = Invitation(token="een-sleutel")
    assert holds_link("een-sleutel", invitation)
    assert not holds_link("andere", invitation)
    assert not holds_link("", Invitation(token=""))


def test_answer_may_come_within_five_working_days() -> None:
    assert answer_term_from(TODAY, "topdog") == date(2026, 3, 17)
