"""Two of beheer, or beheer and the person, at the same moment on one account."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from krachtwijken.accounts.models import AccountManagement, GemeenteMembership, User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.accounts import change_account, set_belonging, set_roles
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.accounts.services.roles import grant_role, withdraw_role
from krachtwijken.core.models import Gemeente
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures


@pytest.fixture
def beheer(committed: None, reference: None) -> User:
    return UserFactory(role="beheer")


def group(role: str) -> Group:
    return Group.objects.get(name=role)


def belong(user: User, gemeente: str, actor: User) -> Any:
    return set_belonging(
        user=user, gemeenten=[Gemeente.objects.get(slug=gemeente)], organisations=[], managed=[], actor=actor
    )


def test_two_sets_of_roles_at_once_leave_one_of_the_two(beheer: User, rounds: range) -> None:
    for _ in rounds:
        user = UserFactory()
        outcomes = at_once(
            *[
                lambda role=role, user=user: set_roles(user=user, roles=[group(role)], actor=beheer)
                for role in ("loket", "redactie")
            ]
        )
        assert not failures(outcomes)
        assert user.groups.count() == 1


def test_two_sets_of_gemeenten_at_once_leave_one_of_the_two(beheer: User, rounds: range) -> None:
    for _ in rounds:
        user = UserFactory(role="gemeente")
        outcomes = at_once(
            *[lambda slug=slug, user=user: belong(user, slug, beheer) for slug in ("arnhem", "utrecht")]
        )
        assert not failures(outcomes)
        assert GemeenteMembership.objects.filter(user=user).count() == 1


def test_two_managers_assigned_at_once_leave_one(beheer: User, rounds: range) -> None:
    managers = [UserFactory(role="accountmanager") for _ in range(2)]
    gemeente = Gemeente.objects.get(slug="arnhem")
    for _ in rounds:
        outcomes = at_once(
            *[
                lambda one=one: assign_account_manager(gemeente=gemeente, user=one, actor=beheer)
                for one in managers
            ]
        )
        assert not failures(outcomes)
        AccountManagement.objects.get(gemeente=gemeente).delete()


def test_joined_twice_at_once_is_one_membership(beheer: User, rounds: range) -> None:
    gemeente = Gemeente.objects.get(slug="arnhem")
    for _ in rounds:
        user = UserFactory(role="gemeente")
        outcomes = at_once(*[lambda user=user: join_gemeente(user=user, gemeente=gemeente, actor=beheer)] * 2)
        assert not failures(outcomes)
        assert GemeenteMembership.objects.filter(user=user).count() == 1


def test_role_given_and_taken_at_once_gives_no_error(beheer: User, rounds: range) -> None:
    for _ in rounds:
        user = UserFactory(role="gemeente")
        outcomes = at_once(
            lambda user=user: grant_role(user=user, role=Role.LOKET, actor=beheer),
            lambda user=user: withdraw_role(user=user, role=Role.GEMEENTE, actor=beheer),
        )
        assert not failures(outcomes)
        assert list(user.groups.values_list("name", flat=True)) == ["loket"]


@pytest.mark.django_db
def test_beheer_changes_a_name_and_leaves_the_password_that_was_chosen_meanwhile() -> None:
    beheer = UserFactory(role="beheer")
    user = UserFactory()
    stale = User.objects.get(pk=user.pk)
    user.set_password("een-nieuw-woord-van-mij")
    user.save(update_fields=["password"])
    stale.name = "Nieuwe naam"
    change_account(user=stale, fields=["name"], actor=beheer)
    user.refresh_from_db()
    assert user.name == "Nieuwe naam"
    assert user.check_password("een-nieuw-woord-van-mij")
