"""Beheer cannot lock itself out, and a role of a gemeente names its gemeente."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.core.models import Gemeente
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

OWN = "U kunt uw eigen rol Beheer niet weghalen."
LAST = "Dit is het laatste account met de rol Beheer."
NO_GEMEENTE = "Kies een gemeente. Zonder gemeente kan deze rol niets doen."


@pytest.fixture
def beheer(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("beheer", email="beheer@example.org")


def post(client: Client, user: User, **changes: Any) -> Any:
    form = {"email": user.email, "name": user.name, "is_active": "on", "groups": [], **changes}
    form = {name: value for name, value in form.items() if value is not None}
    return client.post(f"/admin/users/edit/{user.pk}/", form)


def key_of(role: Role) -> int:
    return Group.objects.get(name=role.value).pk


def holds_beheer(user: User) -> bool:
    return user.groups.filter(name=Role.BEHEER.value).exists()


def told(answer: Any, field: str) -> str:
    assert answer.status_code == 200, "the form comes back"
    errors: list[str] = answer.context["form"].errors.get(field, [])
    for error in errors:
        assert error in answer.content.decode()
    return " ".join(errors)


def test_beheer_keeps_its_own_role(beheer: Client) -> None:
    own = beheer.user
    UserFactory(role="beheer")
    assert OWN in told(post(beheer, own), "groups")
    assert holds_beheer(own)
    assert post(beheer, own, groups=[key_of(Role.BEHEER)], name="Andere naam").status_code == 302


def test_last_beheer_keeps_its_role_and_its_account(beheer: Client) -> None:
    own = beheer.user
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", "geheim-woord-123", name="Root"))
    UserFactory(role="beheer", is_active=False)
    assert LAST in told(post(root, own), "groups")
    assert LAST in told(post(root, own, groups=[key_of(Role.BEHEER)], is_active=None), "is_active")
    own.refresh_from_db()
    assert own.is_active
    assert holds_beheer(own)


def test_one_of_two_loses_the_role(beheer: Client) -> None:
    other = UserFactory(role="beheer")
    assert post(beheer, other).status_code == 302
    assert not holds_beheer(other)


def test_role_of_a_gemeente_names_its_gemeente(beheer: Client) -> None:
    member = UserFactory(role="gemeente")
    role = [key_of(Role.GEMEENTE)]
    assert told(post(beheer, member, groups=role), "gemeenten") == NO_GEMEENTE
    new = {"email": "nieuw@example.org", "name": "Nieuw", "groups": role}
    assert told(beheer.post("/admin/users/new/", new), "gemeenten") == NO_GEMEENTE
    arnhem = Gemeente.objects.get(name="Arnhem")
    assert post(beheer, member, groups=role, gemeenten=[arnhem.pk]).status_code == 302


def test_closing_an_account_without_a_gemeente_is_possible(beheer: Client) -> None:
    member = UserFactory(role="gemeente")
    assert post(beheer, member, groups=[key_of(Role.GEMEENTE)], is_active=None).status_code == 302
