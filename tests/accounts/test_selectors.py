"""What belongs to whom, and to nobody without the role that it goes with."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import (
    account_manager_of,
    addresses_of,
    gemeenten_of,
    is_last_beheer,
    managed_gemeenten,
    members_of_gemeente,
    organisations_of,
    users_with_role,
)
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.accounts.services.roles import grant_role, withdraw_role
from krachtwijken.core.models import Gemeente, Organisation
from tests.factories.accounts import UserFactory

Selector = Callable[[Any], Any]


@pytest.mark.parametrize("selector", [gemeenten_of, managed_gemeenten, organisations_of])
def test_nothing_belongs_to_a_visitor_or_to_somebody_without_the_role(
    reference: None, selector: Selector
) -> None:
    assert list(selector(AnonymousUser())) == []
    assert list(selector(UserFactory())) == []
    assert list(selector(UserFactory(role="redactie"))) == []


@pytest.mark.parametrize(
    ("role", "selector", "join"),
    [
        ("gemeente", gemeenten_of, lambda user, place: join_gemeente(user=user, gemeente=place, actor=None)),
        (
            "accountmanager",
            managed_gemeenten,
            lambda user, place: assign_account_manager(user=user, gemeente=place, actor=None),
        ),
        (
            "kenniscentrum",
            organisations_of,
            lambda user, place: join_organisation(user=user, organisation=place, actor=None),
        ),
    ],
)
def test_what_somebody_joined_and_nothing_else_until_the_role_is_withdrawn(
    reference: None, role: str, selector: Selector, join: Callable[[Any, Any], Any]
) -> None:
    user = UserFactory(role=role)
    place = Organisation.objects.all()[0] if role == "kenniscentrum" else Gemeente.objects.all()[0]
    join(user, place)
    assert list(selector(user)) == [place]
    assert list(selector(UserFactory(role=role))) == []
    withdraw_role(user=user, role=Role(role), actor=None)
    assert list(selector(type(user).objects.get(pk=user.pk))) == []


def test_all_addresses_of_an_account_in_small_letters(db: None) -> None:
    one, other = UserFactory(email="Een@Example.org"), UserFactory(email="ander@example.org")
    EmailAddress.objects.create(user=one, email="Tweede@Example.org")
    assert addresses_of([one.pk, other.pk]) == {
        one.pk: {"een@example.org", "tweede@example.org"}, other.pk: {"ander@example.org"},
    }  # fmt: skip
    assert addresses_of([]) == {}


def test_people_with_a_role_are_here_and_hold_it(db: None) -> None:
    desk, both, _ = UserFactory(role="loket"), UserFactory(role="loket"), UserFactory(role="redactie")
    grant_role(user=both, role=Role.BEHEER, actor=None)
    UserFactory(role="loket", is_active=False)
    UserFactory(is_superuser=True)
    assert set(users_with_role(Role.LOKET)) == {desk, both}
    assert list(users_with_role(Role.BEHEER)) == [both]
    assert users_with_role(Role.LOKET, Role.BEHEER).count() == 2, "once each"
    assert is_last_beheer(both)
    assert not is_last_beheer(desk)
    UserFactory(role="beheer")
    assert not is_last_beheer(both)


def test_gemeente_has_its_own_people_and_contact(reference: None) -> None:
    here, elsewhere = Gemeente.objects.all()[:2]
    people = {
        place: (UserFactory(role="gemeente"), UserFactory(role="accountmanager"))
        for place in (here, elsewhere)
    }
    for place, (user, manager) in people.items():
        join_gemeente(user=user, gemeente=place, actor=None)
        assign_account_manager(user=manager, gemeente=place, actor=None)
    for place, (user, manager) in people.items():
        assert list(members_of_gemeente(place)) == [user]
        assert account_manager_of(place) == manager
    withdraw_role(user=people[here][1], role=Role.ACCOUNTMANAGER, actor=None)
    assert account_manager_of(here) is None
    assert account_manager_of(elsewhere) == people[elsewhere][1]
