"""Every way in which a person becomes findable or goes away; on both engines. Pages: test_freshness.py."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from expertpool.directory.services import save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, ProfileEvidence
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.services.roles import grant_role, withdraw_role
from search.stores.search_index import SearchIndex
from search.types import Kind
from tests.factories.accounts import UserFactory
from tests.search.finding import Drain, audience_in_index, found, in_index


@pytest.fixture
def profile(any_index: SearchIndex, run_outbox: Drain) -> ExpertProfile:
    made = ExpertProfile.objects.create(
        title="Wijkverbinder", slug="wijkverbinder", summary="Verbindt.", about="Kent speelgroen.",
        levels=["bewoner"], roles=[], visibility=Visibility.PUBLIC, consent_until=date(2099, 1, 1),
        user=UserFactory(role="expert"),
    )  # fmt: skip
    run_outbox()
    assert found("speelgroen") == ["Wijkverbinder"]
    return made


PROFILE_HIDING: dict[str, Callable[[ExpertProfile], Any]] = {
    "consent withdrawn": lambda profile: withdraw_consent(profile=profile, actor=profile.user),
    "narrower ring": lambda profile: save_profile(
        profile=profile, actor=profile.user, changes={"visibility": Visibility.LOKET}
    ),
    "account closed": lambda profile: User.objects.get(pk=profile.user_id).close(),
    "deleted": lambda profile: profile.delete(),
    "account deleted": lambda profile: profile.user.delete(),
}


@pytest.mark.parametrize("way", PROFILE_HIDING)
def test_person_is_gone_at_once(
    profile: ExpertProfile,
    any_index: SearchIndex,
    run_outbox: Drain,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def close(user: User) -> None:
        user.is_active = False
        user.save(update_fields=["is_active"])

    monkeypatch.setattr(User, "close", close, raising=False)
    key = f"profile:{profile.pk}"

    PROFILE_HIDING[way](profile)

    assert key in any_index.document_keys()
    assert found("speelgroen") == []
    run_outbox()
    assert audience_in_index(any_index, key).isdisjoint({"public"})


def test_consent_that_ends_by_its_date_hides_at_once_and_leaves_the_index_at_night(
    profile: ExpertProfile, any_index: SearchIndex, run_outbox: Drain
) -> None:
    from search.handlers import reconcile

    # Past every signal, as time itself goes by.
    ExpertProfile.objects.filter(pk=profile.pk).update(consent_until=timezone.localdate() - timedelta(days=1))
    assert found("speelgroen") == []
    assert run_outbox() == 0
    assert in_index(any_index, profile, Kind.PROFILE)

    reconcile()

    assert not in_index(any_index, profile, Kind.PROFILE)


def test_evidence_of_a_person_is_followed(profile: ExpertProfile, run_outbox: Drain) -> None:
    row = ProfileEvidence.objects.create(
        profile=profile, kind="praktijk", title="Zwerfkatten", text="Ving zwerfkatten."
    )
    run_outbox()
    assert found("zwerfkatten") == ["Wijkverbinder"]

    row.counts = False
    row.save()
    run_outbox()
    assert found("zwerfkatten") == []


def test_role_and_account_decide_at_once_what_somebody_finds(
    profile: ExpertProfile, run_outbox: Drain
) -> None:
    save_profile(profile=profile, actor=profile.user, changes={"visibility": Visibility.LOKET})
    run_outbox()
    person = UserFactory(role="loket")
    assert found("speelgroen", person) == ["Wijkverbinder"]

    withdraw_role(user=person, role=Role.LOKET, actor=None)
    assert found("speelgroen", User.objects.get(pk=person.pk)) == []

    grant_role(user=person, role=Role.LOKET, actor=None)
    User.objects.filter(pk=person.pk).update(is_active=False)
    closed = User.objects.get(pk=person.pk)
    assert audience_terms(closed) == {"public"}
    assert found("speelgroen", closed) == []


def test_reference_of_a_public_profile_is_found_by_no_visitor(
    profile: ExpertProfile, any_index: SearchIndex, run_outbox: Drain
) -> None:
    for kind, word in (("referent", "sterrenkroos"), ("praktijk", "waterpeper")):
        ProfileEvidence.objects.create(
            profile=profile, kind=kind, title=f"Over {word}", text=f"Werkte aan {word}.",
            year=timezone.localdate().year,
        )  # fmt: skip
    run_outbox()
    assert (found("waterpeper"), found("sterrenkroos")) == (["Wijkverbinder"], [])
    save_profile(profile=profile, actor=profile.user, changes={"visibility": Visibility.GEMEENTEN})
    run_outbox()
    gemeente = UserFactory(role="gemeente")
    assert found("sterrenkroos", viewer=gemeente) == ["Wijkverbinder"]
