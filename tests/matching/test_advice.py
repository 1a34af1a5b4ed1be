"""Advice holds nobody who may not be asked now, however recently it was made."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from expertpool.directory.services import announce, save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.accounts import change_account
from matching.advice.candidates import eligible_people
from matching.advice.services import _still_said
from matching.models import Decision
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import decide_request, take_request
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request
from tests.races import at_once, failures

TITLE = "Regisseur voor rust op straat"
WORDS = "Jongeren hangen op straat en het is onrustig."


def make_profile(**fields: Any) -> ExpertProfile:
    user = UserFactory(role="expert")
    values: dict[str, Any] = {
        "title": TITLE, "slug": f"regisseur-{user.pk}", "summary": WORDS, "about": "Rust op straat is mijn werk.",
        "levels": ["procesregie"], "roles": ["adoptant"], "days_per_month": 2, "max_parallel": 2,
        "visibility": Visibility.PUBLIC, "consent_until": date(2099, 1, 1),
    }  # fmt: skip
    return ExpertProfile.objects.create(user=user, **{**values, **fields})


def close(profile: ExpertProfile) -> None:
    user = owner_of(profile)
    user.is_active = False
    change_account(user=user, fields=["is_active"], actor=None)


def owner_of(profile: ExpertProfile) -> User:
    assert profile.user is not None
    return profile.user


GONE: dict[str, Callable[[ExpertProfile], Any]] = {
    "withdrawn": lambda profile: withdraw_consent(profile=profile, actor=owner_of(profile)),
    "lapsed": lambda profile: ExpertProfile.objects.update(consent_until=date(2020, 1, 1)),
    "closed": close,
    "no days": lambda profile: save_profile(
        profile=profile, actor=owner_of(profile), changes={"days_per_month": 0}
    ),
    "no room": lambda profile: save_profile(
        profile=profile, actor=owner_of(profile), changes={"max_parallel": 0}
    ),
}


@pytest.fixture
def shown(
    search_index: Any, run_outbox: Callable[[], int], as_role: Callable[..., Client]
) -> tuple[Client, str, ExpertProfile]:
    """Somebody at the loket who took the request and has seen the advice, with one person in it."""
    profile = make_profile()
    announce(profile)
    run_outbox()
    desk = as_role("loket")
    address = f"/loket/werkvoorraad/{make_request().reference}/"
    desk.post(f"{address}pakken/")
    assert TITLE in desk.get(address).content.decode()
    return desk, address, profile


@pytest.mark.parametrize("change", GONE.values(), ids=GONE)
def test_whoever_may_not_be_asked_any_more_is_gone_at_the_next_look_and_from_the_decision(
    shown: tuple[Client, str, ExpertProfile], change: Callable[[ExpertProfile], Any]
) -> None:
    desk, address, profile = shown
    change(profile)
    assert TITLE not in desk.get(address).content.decode()
    desk.post(address, {"to": "beantwoord", "reason": "Past goed."})
    assert Decision.objects.get().advice == []


def test_decision_keeps_the_advice_that_still_holds(shown: tuple[Client, str, ExpertProfile]) -> None:
    desk, address, profile = shown
    desk.post(address, {"to": "beantwoord", "reason": "Past goed."})
    assert [item["key"] for item in Decision.objects.get().advice] == [f"profile:{profile.pk}"]


def test_decision_on_advice_that_was_shown_before_somebody_withdrew_keeps_nothing_of_them(
    reference: None,
) -> None:
    asked = make_request()
    desk = UserFactory(role="loket")
    take_request(request=asked, actor=desk)
    stays, leaves = make_profile(), make_profile()
    withdraw_consent(profile=leaves, actor=owner_of(leaves))
    advice = [{"key": f"profile:{profile.pk}", "score": 0.5, "parts": {}} for profile in (stays, leaves)]
    decide_request(
        request=asked, actor=desk, to=RequestStatus.VOORGESTELD, reason="r", alternative="", advice=advice
    )
    assert [item["key"] for item in Decision.objects.get().advice] == [f"profile:{stays.pk}"]


@pytest.mark.django_db
def test_sentence_that_was_taken_out_of_a_profile_is_not_cited_any_more() -> None:
    profile = make_profile(summary="Ik bracht rust in de woon-\nomgeving.")
    (row,) = eligible_people([f"profile:{profile.pk}"])
    assert _still_said("Ik bracht rust in de woonomgeving.", row.words)
    save_profile(profile=profile, actor=owner_of(profile), changes={"summary": "Iets anders."})
    (row,) = eligible_people([f"profile:{profile.pk}"])
    assert not _still_said("Ik bracht rust in de woonomgeving.", row.words)


def test_withdrawal_beside_a_decision_gives_no_error_and_holds(
    committed: None, reference: None, rounds: range
) -> None:
    desk = UserFactory(role="loket")
    for _ in rounds:
        asked, profile = make_request(), make_profile()
        take_request(request=asked, actor=desk)
        advice = [{"key": f"profile:{profile.pk}", "score": 0.5, "parts": {}}]
        outcomes = at_once(
            lambda asked=asked, advice=advice: decide_request(
                request=asked,
                actor=desk,
                to=RequestStatus.BEANTWOORD,
                reason="r",
                alternative="",
                advice=advice,
            ),
            lambda profile=profile: withdraw_consent(profile=profile, actor=owner_of(profile)),
        )
        assert not failures(outcomes)
        profile.refresh_from_db()
        assert profile.consent_until is None
