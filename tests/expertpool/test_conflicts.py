"""Who may not help where: what counts, until when, and who sees and changes it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from expertpool.conflicts.rules import counts_until
from expertpool.conflicts.selectors import find_conflicts, find_conflicts_of_many
from expertpool.conflicts.services import (
    add_exclusion,
    add_interest,
    forget_interests,
    remove_exclusion,
    remove_interest,
)
from expertpool.models import ExcludedBy, Exclusion, ExpertProfile, Interest
from krachtwijken.accounts.services.memberships import join_gemeente, join_organisation
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Organisation
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures

AsRole = Callable[..., Client]
CANARY = "Penningmeester van de zilverreiger"


def arnhem() -> Gemeente:
    return Gemeente.objects.get(slug="arnhem")


def an_expert(email: str = "iemand@bureau-de-brug.nl", **fields: Any) -> ExpertProfile:
    return make_profile("Bruggenbouwer", user=UserFactory(role="expert", email=email), **fields)


def days_from_now(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_nothing_known_is_no_conflict(reference: None) -> None:
    assert find_conflicts(profile=an_expert(), gemeente=arnhem()) == []


def test_own_gemeente_is_a_conflict(reference: None) -> None:
    profile = an_expert()
    join_gemeente(user=profile.user, gemeente=arnhem(), actor=None)
    assert find_conflicts(profile=profile, gemeente=arnhem()) == ["Werkt voor gemeente Arnhem."]
    assert find_conflicts(profile=profile, gemeente=Gemeente.objects.get(slug="nijmegen")) == []


@pytest.mark.parametrize(
    ("theirs", "colleague", "told"),
    [
        ("jan@arnhem.nl", "piet@Arnhem.NL", ["Heeft een mailadres van gemeente Arnhem."]),
        ("jan@gmail.com", "piet@gmail.com", []),
        ("jan@nijmegen.nl", "piet@arnhem.nl", []),
        ("jan@wijkteam.arnhem.nl", "piet@arnhem.nl", ["Heeft een mailadres van gemeente Arnhem."]),
        ("jan@arnhem.nl", "piet@wijkteam.arnhem.nl", ["Heeft een mailadres van gemeente Arnhem."]),
        ("jan@bijarnhem.nl", "piet@arnhem.nl", []),
    ],
)
def test_address_of_a_registered_gemeente_counts_and_of_a_provider_never(
    reference: None, theirs: str, colleague: str, told: list[str]
) -> None:
    profile = an_expert(theirs)
    join_gemeente(user=UserFactory(role="gemeente", email=colleague), gemeente=arnhem(), actor=None)
    assert find_conflicts(profile=profile, gemeente=arnhem()) == told


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("jan@arnhem.nl", ["Heeft een mailadres van gemeente Arnhem."]),
        ("Piet@Arnhem.nl", ["Werkt voor gemeente Arnhem."]),
        ("jan@nijmegen.nl", []),
    ],
)
def test_second_address_of_an_expert_counts_as_the_first(
    reference: None, second: str, told: list[str]
) -> None:
    profile = an_expert("jan@bureau-de-brug.nl")
    EmailAddress.objects.create(user=profile.user, email=second, verified=True)
    join_gemeente(user=UserFactory(role="gemeente", email="piet@arnhem.nl"), gemeente=arnhem(), actor=None)
    assert find_conflicts(profile=profile, gemeente=arnhem()) == told


def test_centre_that_ended_and_its_successor_are_one(reference: None) -> None:
    profile = an_expert()
    old = Organisation.objects.filter(successor__isnull=False)[0]
    new = old.successor
    assert new is not None
    join_organisation(user=profile.user, organisation=old, actor=None)
    told = [f"Werkt voor {old.name}."]
    assert find_conflicts(profile=profile, gemeente=arnhem(), organisations=[new]) == told
    assert find_conflicts(profile=profile, gemeente=arnhem(), organisations=[old]) == told
    strange = Organisation.objects.exclude(pk__in=[old.pk, new.pk]).filter(successor=None, predecessors=None)[
        0
    ]
    assert find_conflicts(profile=profile, gemeente=arnhem(), organisations=[strange]) == []


def test_own_organisation_counts_only_where_it_takes_part(reference: None) -> None:
    profile, movisie = an_expert(), Organisation.objects.get(slug="movisie")
    join_organisation(user=profile.user, organisation=movisie, actor=None)
    Interest.objects.create(profile=profile, organisation=movisie, role="adviseur")
    assert find_conflicts(profile=profile, gemeente=arnhem()) == []
    told = find_conflicts(profile=profile, gemeente=arnhem(), organisations=[movisie])
    assert told == ["Werkt voor Movisie.", "Heeft een belang bij Movisie: adviseur."]


@pytest.mark.parametrize(
    ("days", "begins"),
    [
        (None, "Heeft een belang"),
        (0, "Heeft een belang"),
        (-1, "Had tot"),
        (-700, "Had tot"),
        (-732, ""),
    ],
)
def test_interest_counts_until_two_years_after_its_end(
    reference: None, days: int | None, begins: str
) -> None:
    until = None if days is None else days_from_now(days)
    profile = an_expert()
    Interest.objects.create(profile=profile, gemeente=arnhem(), role="wethouder", until=until)
    told = find_conflicts(profile=profile, gemeente=arnhem())
    assert [sentence[: len(begins)] for sentence in told] == ([begins] if begins else [])
    assert forget_interests() == (0 if begins else 1)


def test_leap_day_ends_two_years_later_on_the_day_before() -> None:
    assert counts_until(date(2024, 2, 29)) == date(2026, 2, 28)


def test_either_side_excludes_the_other_and_each_takes_back_its_own(reference: None) -> None:
    profile, desk = an_expert(), UserFactory(role="loket")
    owner = profile.user
    assert owner is not None
    theirs = add_exclusion(profile=profile, gemeente=arnhem(), by=ExcludedBy.GEMEENTE, actor=desk)
    own = add_exclusion(profile=profile, gemeente=arnhem(), by=ExcludedBy.EXPERT, actor=owner)
    assert find_conflicts(profile=profile, gemeente=arnhem()) == [
        "Wil niet voor gemeente Arnhem werken.",
        "Gemeente Arnhem wil niet met deze persoon werken.",
    ]
    for row, other in ((theirs, owner), (own, desk)):
        with pytest.raises(PermissionDenied):
            remove_exclusion(profile=profile, exclusion=row.pk, actor=other)
    remove_exclusion(profile=profile, exclusion=theirs.pk, actor=desk)
    remove_exclusion(profile=profile, exclusion=theirs.pk, actor=desk)
    assert list(Exclusion.objects.all()) == [own]
    actions = [event.action for event in events_of(profile)]
    assert actions.count("expertpool.exclusion_added") == 2
    assert actions.count("expertpool.exclusion_removed") == 1


def test_same_interest_twice_is_one_row_with_the_last_end(reference: None) -> None:
    profile = an_expert()
    owner = profile.user
    assert owner is not None
    colleague = an_expert("ander@bureau-de-brug.nl", slug="ander")
    theirs = add_interest(
        profile=colleague, actor=colleague.user, place=arnhem(), role="adviseur", until=None
    )
    for until in (None, None, days_from_now(5)):
        add_interest(profile=profile, actor=owner, place=arnhem(), role="adviseur", until=until)
    row = Interest.objects.get(profile=profile)
    assert row.until == days_from_now(5)
    theirs.refresh_from_db()
    assert (theirs.profile, theirs.until) == (colleague, None)
    assert events_of(profile).count() == 2
    stranger = UserFactory(role="expert")
    with pytest.raises(PermissionDenied):
        remove_interest(profile=profile, interest=row.pk, actor=stranger)
    with pytest.raises(PermissionDenied):
        add_interest(profile=profile, actor=stranger, place=arnhem(), role="x", until=None)


def test_database_refuses_an_interest_in_two_places_or_none(reference: None) -> None:
    profile = an_expert()
    both = {"gemeente": arnhem(), "organisation": Organisation.objects.first()}
    for at in (both, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(profile=profile, role="x", **at)


def test_many_people_take_as_many_queries_as_one(reference: None, django_assert_num_queries: Any) -> None:
    profiles = [make_profile(f"Persoon {number}", user=UserFactory(role="expert")) for number in range(30)]
    for profile in profiles[:20]:
        Interest.objects.create(profile=profile, gemeente=arnhem(), role="adviseur")
    gemeente = arnhem()
    with django_assert_num_queries(6):
        found = find_conflicts_of_many(profiles=profiles, gemeente=gemeente)
    assert set(found) == {profile.pk for profile in profiles[:20]}


def test_loket_asks_and_sees_the_reason(site_tree: Any, as_role: AsRole) -> None:
    Interest.objects.create(profile=an_expert(), gemeente=arnhem(), role=CANARY)
    desk, address = as_role("loket"), "/loket/profielen/bruggenbouwer/belangen/"
    page = desk.get(f"{address}?gemeente=arnhem").content.decode()
    assert "Nee, niet in Arnhem." in page
    assert f"Heeft een belang bij gemeente Arnhem: {CANARY}." in page
    assert "Er is niets bekend" in desk.get(f"{address}?gemeente=nijmegen").content.decode()
    assert desk.get(f"{address}?gemeente=%F0%9F%99%82").status_code == 200


def test_owner_adds_and_takes_away(site_tree: Any, as_role: AsRole) -> None:
    client, address = as_role("expert"), "/mijn/profiel/belangen/"
    profile = make_profile("Bruggenbouwer", user=client.user)
    fields = {"what": "interest", "gemeente": arnhem().pk, "role": "lid van de raad", "until": ""}
    assert client.post(address, fields).status_code == 302
    assert client.post(address, {"what": "exclusion", "excluded": arnhem().pk}).status_code == 302
    assert len(find_conflicts(profile=profile, gemeente=arnhem())) == 2
    client.post(address, {"remove_interest": Interest.objects.get().pk})
    client.post(address, {"remove_exclusion": Exclusion.objects.get().pk})
    assert find_conflicts(profile=profile, gemeente=arnhem()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "interest", "role": "x"},
        {"what": "interest", "role": "Bel 06-12345678", "gemeente": "1"},
        {"what": "interest", "role": "x", "gemeente": "9" * 30},
        {"what": "exclusion", "excluded": "x"},
        {"what": "interest", "role": "x", "gemeente": "1", "until": "9999-12-31"},
        {"remove_interest": "9" * 40},
        {"what": "\x00"},
        {},
    ],
)
def test_odd_input_gets_the_page_again(site_tree: Any, as_role: AsRole, fields: dict[str, str]) -> None:
    client = as_role("expert")
    make_profile("Bruggenbouwer", user=client.user)
    assert client.post("/mijn/profiel/belangen/", fields).status_code == 422
    assert not Interest.objects.exists()


@pytest.mark.parametrize("role", ["visitor", "gemeente", "expert", "accountmanager", "redactie"])
def test_interests_show_to_nobody_else(site_tree: Any, as_role: AsRole, role: str) -> None:
    Interest.objects.create(profile=an_expert(), gemeente=arnhem(), role=CANARY)
    desk = "/loket/profielen/bruggenbouwer/belangen/"
    assert CANARY in as_role("loket").get(desk).content.decode()
    client = Client() if role == "visitor" else as_role(role)
    for address in ("/pool/", "/pool/bruggenbouwer/", desk, "/mijn/profiel/belangen/", "/loket/profielen/"):
        assert CANARY not in client.get(address).content.decode()


def test_two_at_once_make_one_row(committed: None, rounds: range) -> None:
    gemeente = Gemeente.objects.create(name="Proefstad", slug="proefstad")
    profile = an_expert()
    owner = profile.user
    assert owner is not None
    for number in rounds:
        role = f"adviseur {number}"
        outcomes = at_once(
            *[
                lambda role=role: add_interest(
                    profile=profile, actor=owner, place=gemeente, role=role, until=None
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert Interest.objects.filter(role=role).count() == 1


def test_organisation_that_the_person_chose_is_the_own_one(reference: None) -> None:
    """Without a membership, an interest or a mail address of it."""
    aedes = Organisation.objects.get(slug="aedes")
    profile = an_expert(organisation=aedes)
    assert find_conflicts(profile=profile, gemeente=arnhem(), organisations=[aedes]) == ["Hoort bij Aedes."]
    assert find_conflicts(profile=profile, gemeente=arnhem()) == []
    assert profile.user is not None
    join_organisation(user=profile.user, organisation=aedes, actor=None)
    found = find_conflicts(profile=profile, gemeente=arnhem(), organisations=[aedes])
    assert found == ["Werkt voor Aedes."], "said once"


def test_choices_of_interests_begin_with_words(site_tree: Any, as_role: AsRole) -> None:
    client = as_role("expert")
    make_profile("Bruggenbouwer", user=client.user)
    page = client.get("/mijn/profiel/belangen/").content.decode()
    assert "---------" not in page
    assert page.count("Kies een gemeente") >= 2
    assert "Kies een organisatie" in page
