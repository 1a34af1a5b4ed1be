"""What belongs to whom, and to nobody without the role that it goes with."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import addresses_of, gemeenten_of, managed_gemeenten, organisations_of
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.accounts.services.roles import withdraw_role
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
