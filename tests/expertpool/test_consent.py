"""Withdrawing consent: asked first, gone at once, forgotten in the end."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.directory.services import withdraw_consent
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import InvitationState
from matching.engagements.workflow import OPEN_MISSION
from tests.expertpool.test_pool_races import make_profile, owner_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_expert, make_invitation, make_mission

pytestmark = pytest.mark.django_db
ADDRESS = "/mijn/profiel/intrekken/"


def forget() -> int:
    return retention.RULES["expertpool.profiles"]()


def make(**fields: Any) -> ExpertProfile:
    return make_profile(UserFactory(role="expert"), **fields)


def test_withdrawing_consent_asks_first(as_role: Callable[..., Client]) -> None:
    client = as_role("expert")
    user: User = client.user
    profile = make_profile(user)
    assert "Ja, trek mijn toestemming in" in client.get(ADDRESS).content.decode()
    client.head(ADDRESS)
    profile.refresh_from_db()
    assert profile.consent_until is not None
    client.post(ADDRESS)
    profile.refresh_from_db()
    assert profile.consent_until is None


def test_withdrawing_twice_is_one_line_in_the_trail() -> None:
    profile = make()
    for _ in range(2):
        withdraw_consent(profile=profile, actor=owner_of(profile))
    assert audit.events_of(profile).count() == 1


@pytest.mark.parametrize(("days", "gone"), [(366, 1), (364, 0)])
def test_profile_goes_a_year_after_its_consent_ended(days: int, gone: int) -> None:
    make(consent_until=timezone.localdate() - timedelta(days=days))
    stays = make(consent_until=date(2099, 1, 1))
    assert forget() == gone
    assert ExpertProfile.objects.filter(pk=stays.pk).exists()
    assert ExpertProfile.objects.count() == 2 - gone


def test_profile_goes_a_year_after_the_withdrawal(monkeypatch: pytest.MonkeyPatch) -> None:
    withdrawn, never = make(), make(consent_until=None)
    withdraw_consent(profile=withdrawn, actor=owner_of(withdrawn))
    assert forget() == 0
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr("expertpool.directory.forgetting.timezone.now", lambda: later)
    assert forget() == 1
    assert list(ExpertProfile.objects.all()) == [never]
    assert audit.events_of(withdrawn).last().action == "expertpool.profile_forgotten"


def test_profile_whose_consent_was_given_again_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = make()
    withdraw_consent(profile=profile, actor=owner_of(profile))
    ExpertProfile.objects.update(consent_until=date(2099, 1, 1))
    later = timezone.now() + timedelta(days=366)
    monkeypatch.setattr("expertpool.directory.forgetting.timezone.now", lambda: later)
    assert forget() == 0


def test_page_of_withdrawing_tells_what_happens_with_open_work(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    client = as_role("expert")
    user: User = client.user
    profile = make_expert(user)
    quiet = client.get(ADDRESS).content.decode()
    assert "uitnodiging" not in quiet
    assert "opdracht" not in quiet
    make_invitation(profile)
    make_mission(make_invitation(profile))
    told = client.get(ADDRESS).content.decode()
    assert "Er wacht nog een uitnodiging op antwoord. Die vervalt" in told
    assert "U hebt nog een opdracht. Die loopt door" in told


def test_open_invitation_ends_at_once_and_both_hear_it(site_tree: Any) -> None:
    """As the page says."""
    invitation = make_invitation()
    running = make_mission()
    assert invitation.profile is not None
    assert running.invitation.profile is not None
    MailMessage.objects.all().delete()
    for profile in (invitation.profile, running.invitation.profile):
        withdraw_consent(profile=profile, actor=owner_of(profile))
    invitation.refresh_from_db()
    running.refresh_from_db()
    assert invitation.state == InvitationState.WITHDRAWN
    assert running.state in OPEN_MISSION
    told = set(MailMessage.objects.values_list("to", flat=True))
    assert owner_of(invitation.profile).email in told
    assert invitation.request.owner is not None
    assert invitation.request.owner.email in told
