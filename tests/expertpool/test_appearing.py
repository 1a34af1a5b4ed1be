"""Who is new in the pool, and for whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from expertpool.consents.services import give_consent
from expertpool.control.own_export import data_of_owner
from expertpool.directory import appearing
from expertpool.directory.appearing import appeared_for, newest_for, note_who_appeared
from expertpool.directory.services import save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ConsentHow, ConsentRow, ExpertProfile, ProfileShown
from krachtwijken.core.one_by_one import RowsFailedError
from krachtwijken.core.outbox.scheduler import JOBS
from tests.factories.accounts import UserFactory

VISITOR = AnonymousUser()
pytestmark = pytest.mark.django_db


def make_person(visibility: str = Visibility.PUBLIC, **fields: Any) -> ExpertProfile:
    number = ExpertProfile.objects.count()
    about = {
        "title": f"Verbinder {number}",
        "slug": f"verbinder-{number}",
        "summary": "Verbindt.",
        "about": "Kent de wijk.",
    }
    about |= {"consent_until": date(2099, 1, 1), "user": UserFactory(role="expert")}
    return ExpertProfile.objects.create(visibility=visibility, **about | fields)


def rings_of_rows(profile: ExpertProfile) -> set[str]:
    return set(ProfileShown.objects.filter(profile=profile).values_list("ring", flat=True))


@pytest.mark.parametrize(
    ("ring", "noted"),
    [
        (Visibility.PUBLIC, {"openbaar", "gemeenten", "alleen_loket"}),
        (Visibility.GEMEENTEN, {"gemeenten", "alleen_loket"}),
        (Visibility.LOKET, {"alleen_loket"}),
    ],
)
def test_a_person_is_noted_for_the_own_ring_and_those_inside(ring: str, noted: set[str]) -> None:
    person = make_person(ring)
    JOBS["expertpool.appearing"]()
    assert rings_of_rows(person) == noted


def test_nobody_is_noted_without_consent_or_account() -> None:
    never, lapsed = make_person(consent_until=None), make_person(consent_until=date(2020, 1, 1))
    closed = make_person(user=UserFactory(role="expert", is_active=False))
    seen = make_person()
    note_who_appeared()
    assert not any(rings_of_rows(person) for person in (never, lapsed, closed))
    assert rings_of_rows(seen)


def test_second_night_changes_nothing() -> None:
    make_person()
    note_who_appeared()
    before = list(ProfileShown.objects.values_list("pk", "since"))
    note_who_appeared()
    assert list(ProfileShown.objects.values_list("pk", "since")) == before


def test_wider_ring_is_new_for_those_who_see_it_now_and_not_for_who_saw_it_before() -> None:
    person = make_person(Visibility.GEMEENTEN)
    note_who_appeared()
    month_ago = timezone.now() - timedelta(days=30)
    ProfileShown.objects.update(since=month_ago)
    save_profile(profile=person, actor=person.user, changes={"visibility": Visibility.PUBLIC})
    note_who_appeared()
    assert appeared_for(VISITOR, [person.pk])[person.pk] > month_ago
    assert appeared_for(UserFactory(role="gemeente"), [person.pk]) == {person.pk: month_ago}


def test_who_comes_back_is_not_new_again() -> None:
    person = make_person()
    note_who_appeared()
    ProfileShown.objects.update(since=datetime(2026, 1, 1, tzinfo=UTC))
    withdraw_consent(profile=person, actor=person.user)
    note_who_appeared()
    give_consent(profile=person, actor=person.user)
    note_who_appeared()
    assert appeared_for(VISITOR, [person.pk]) == {person.pk: datetime(2026, 1, 1, tzinfo=UTC)}


def test_who_is_noted_for_fewer_is_no_news_to_others_and_the_own_profile_never_is() -> None:
    for_gemeenten, for_loket = make_person(Visibility.GEMEENTEN), make_person(Visibility.LOKET)
    note_who_appeared()
    both = [for_gemeenten.pk, for_loket.pk]
    assert appeared_for(VISITOR, both) == {}
    assert set(appeared_for(UserFactory(role="gemeente"), both)) == {for_gemeenten.pk}
    assert set(appeared_for(UserFactory(role="loket"), both)) == set(both)
    public = make_person()
    note_who_appeared()
    assert set(appeared_for(VISITOR, [public.pk])) == {public.pk}
    assert public.user is not None
    assert appeared_for(public.user, [public.pk]) == {}


def test_newest_comes_first_and_who_is_not_noted_is_left_out() -> None:
    old, new, hidden = make_person(), make_person(), make_person(Visibility.LOKET)
    note_who_appeared()
    ProfileShown.objects.filter(profile=old).update(since=datetime(2026, 1, 1, tzinfo=UTC))
    make_person()
    assert list(newest_for(VISITOR, ExpertProfile.objects.all())) == [new, old]
    assert hidden in newest_for(UserFactory(role="loket"), ExpertProfile.objects.all())


def test_who_withdraws_while_it_runs_is_not_noted_and_one_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing, leaving, staying = make_person(), make_person(), make_person()
    one: Callable[[int], bool] = appearing._note

    def meanwhile(pk: int) -> bool:
        if pk == failing.pk:
            raise ValueError("broken")
        if pk == leaving.pk:
            withdraw_consent(profile=leaving, actor=leaving.user)
        return one(pk)

    monkeypatch.setattr(appearing, "_note", meanwhile)
    with pytest.raises(RowsFailedError):
        note_who_appeared()
    assert not rings_of_rows(leaving)
    assert rings_of_rows(staying)


def test_who_was_in_the_pool_before_this_was_kept_is_no_news() -> None:
    migration = import_module("expertpool.migrations.0205_fill_profile_shown")
    agreed, long_there, hidden = make_person(), make_person(Visibility.LOKET), make_person(consent_until=None)
    first = datetime(2026, 3, 1, tzinfo=UTC)
    for given in (first, first + timedelta(days=200)):
        ConsentRow.objects.create(profile=agreed, text_version="2026-1", how=ConsentHow.LINK, given_at=given)
    migration.fill(apps, None)
    migration.fill(apps, None)
    assert rings_of_rows(agreed) == set(Visibility.values)
    assert appeared_for(VISITOR, [agreed.pk]) == {agreed.pk: first}
    assert ProfileShown.objects.get(profile=long_there).since.year == 2007
    assert not rings_of_rows(hidden)


def test_owner_takes_it_along_and_it_goes_with_the_profile() -> None:
    person = make_person()
    note_who_appeared()
    assert len(data_of_owner(person)["te zien sinds"]) == 3
    person.delete()
    assert not ProfileShown.objects.exists()
