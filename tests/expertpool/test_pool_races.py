"""An owner and the programme at the same moment on one profile."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from expertpool.desk.services import NotAllowedError, adjust_profile
from expertpool.directory.services import save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures

CONSENT = date(2099, 1, 1)


@pytest.fixture
def profile(committed: None) -> ExpertProfile:
    return make_profile(UserFactory(role="expert"))


def make_profile(user: User, **fields: Any) -> ExpertProfile:
    values: dict[str, Any] = {
        "title": "Wijkregisseur", "slug": f"wijkregisseur-{user.pk}", "summary": "Kort.", "about": "Lang.",
        "levels": ["procesregie"], "roles": ["adoptant"], "days_per_month": 2, "max_parallel": 2,
        "visibility": Visibility.PUBLIC, "consent_until": CONSENT,
    }  # fmt: skip
    return ExpertProfile.objects.create(user=user, **{**values, **fields})


def owner_of(profile: ExpertProfile) -> User:
    assert profile.user is not None
    return profile.user


def test_save_beside_a_withdrawal_never_brings_the_consent_back(
    profile: ExpertProfile, rounds: range
) -> None:
    for number in rounds:
        ExpertProfile.objects.update(consent_until=CONSENT)
        saved, withdrawn = (ExpertProfile.objects.get(pk=profile.pk) for _ in range(2))
        outcomes = at_once(
            lambda saved=saved, number=number: save_profile(
                profile=saved, actor=owner_of(profile), changes={"summary": f"Nieuw {number}."}
            ),
            lambda withdrawn=withdrawn: withdraw_consent(profile=withdrawn, actor=owner_of(profile)),
        )
        assert not failures(outcomes)
        profile.refresh_from_db()
        assert (profile.consent_until, profile.summary) == (None, f"Nieuw {number}.")


def test_save_beside_an_adjustment_keeps_both(profile: ExpertProfile, rounds: range) -> None:
    desk = UserFactory(role="loket")
    for number in rounds:
        saved, adjusted = (ExpertProfile.objects.get(pk=profile.pk) for _ in range(2))
        days = number % 20 + 3
        outcomes = at_once(
            lambda saved=saved, number=number: save_profile(
                profile=saved, actor=owner_of(profile), changes={"summary": f"Nieuw {number}."}
            ),
            lambda adjusted=adjusted, days=days: adjust_profile(
                profile=adjusted, actor=desk, changes={"days_per_month": days}
            ),
        )
        assert not failures(outcomes)
        profile.refresh_from_db()
        assert (profile.summary, profile.days_per_month) == (f"Nieuw {number}.", days)


def test_adjustment_beside_a_withdrawal_leaves_no_consent(profile: ExpertProfile, rounds: range) -> None:
    desk = UserFactory(role="loket")
    for number in rounds:
        ExpertProfile.objects.update(consent_until=CONSENT)
        outcomes = at_once(
            lambda number=number: adjust_profile(
                profile=profile, actor=desk, changes={"days_per_month": number % 20 + 3}
            ),
            lambda: withdraw_consent(profile=profile, actor=owner_of(profile)),
        )
        assert all(isinstance(one, NotAllowedError) for one in failures(outcomes))
        assert ExpertProfile.objects.get(pk=profile.pk).consent_until is None


@pytest.mark.django_db
def test_stale_copy_writes_only_what_its_owner_changed() -> None:
    profile = make_profile(UserFactory(role="expert"))
    stale = ExpertProfile.objects.get(pk=profile.pk)
    withdraw_consent(profile=profile, actor=owner_of(profile))
    save_profile(profile=stale, actor=owner_of(profile), changes={"summary": "Nieuw."})
    profile.refresh_from_db()
    assert (profile.consent_until, profile.summary) == (None, "Nieuw.")


@pytest.mark.django_db
def test_nobody_else_saves_a_profile_or_withdraws_its_consent() -> None:
    profile = make_profile(UserFactory(role="expert"))
    for stranger in (UserFactory(role="expert"), UserFactory(role="beheer")):
        with pytest.raises(PermissionDenied):
            save_profile(profile=profile, actor=stranger, changes={"summary": "Van mij."})
        with pytest.raises(PermissionDenied):
            withdraw_consent(profile=profile, actor=stranger)
    profile.refresh_from_db()
    assert (profile.summary, profile.consent_until) == ("Kort.", CONSENT)
