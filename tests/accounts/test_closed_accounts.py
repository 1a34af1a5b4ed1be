"""Closing an account: a line in the trail whichever way it goes, and in the end no name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import AccountManagement, GemeenteMembership, OrganisationMembership, User
from krachtwijken.accounts.services.accounts import change_account
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.core import retention
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Organisation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheer(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("beheer")


def actions(user: User) -> list[str]:
    events = events_of(user).filter(action__in=["account.deactivated", "account.reactivated"])
    return [event.action for event in events]


def close(user: User) -> None:
    user.is_active = False
    change_account(user=user, fields=["is_active"], actor=None)


def test_account_closed_in_the_content_management_is_a_line_with_who_did_it(beheer: Client) -> None:
    user = UserFactory(name="Iemand")
    address = f"/admin/users/edit/{user.pk}/"
    fields = {"email": user.email, "name": "Iemand", "is_active": ""}
    assert beheer.post(address, {"email": user.email, "name": "Iemand"}).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    (event,) = events_of(user).filter(action="account.deactivated")
    assert event.actor_id == beheer.user.pk
    beheer.post(address, {**fields, "is_active": "on"})
    assert actions(user) == ["account.deactivated", "account.reactivated"]


def test_accounts_closed_together_are_a_line_each(beheer: Client) -> None:
    users = [UserFactory(), UserFactory()]
    query = "&".join(f"id={user.pk}" for user in users)
    response = beheer.post(
        f"/admin/bulk/accounts/user/set_active_state/?next=/admin/users/&{query}", {"mark_as_active": "False"}
    )
    assert response.status_code == 302
    for user in users:
        user.refresh_from_db()
        assert not user.is_active
        assert actions(user) == ["account.deactivated"]


def test_saving_something_else_of_an_account_is_no_such_line() -> None:
    user = UserFactory()
    user.name = "Anders"
    user.save()
    user.save(update_fields=["name"])
    assert actions(user) == []


def test_name_and_address_of_a_closed_account_go_after_a_year_and_its_deeds_stay(reference: None) -> None:
    old, young = UserFactory(name="Oud", role="gemeente"), UserFactory(name="Jong")
    arnhem, utrecht = (Gemeente.objects.get(slug=slug) for slug in ("arnhem", "utrecht"))
    centre = Organisation.objects.all()[0]
    for user, managed in ((old, arnhem), (young, utrecht)):
        join_gemeente(user=user, gemeente=arnhem, actor=None)
        join_organisation(user=user, organisation=centre, actor=None)
        assign_account_manager(user=user, gemeente=managed, actor=None)
    # Past the trail: this account was closed before that told of it.
    now = timezone.now()
    QuerySet(User).filter(pk=old.pk).update(
        is_active=False, last_login=None, date_joined=now - timedelta(days=365.1)
    )
    lately = UserFactory(name="Laatst")
    QuerySet(User).filter(pk=lately.pk).update(
        is_active=False, last_login=now - timedelta(days=364.9), date_joined=now - timedelta(days=3000)
    )
    close(young)
    assert retention.RULES["accounts.closed"]() == 1
    assert retention.RULES["accounts.closed"]() == 0
    for user in (old, young, lately):
        user.refresh_from_db()
    assert (old.name, old.email) == ("Gesloten account", f"{old.pk}@gesloten.invalid")
    assert not old.has_usable_password()
    for rows in (GemeenteMembership, OrganisationMembership, AccountManagement):
        assert [row.user for row in rows.objects.all()] == [young]
    assert (young.name, lately.name) == ("Jong", "Laatst")
    assert [event.action for event in events_of(old)][-1] == "account.forgotten"


def test_term_of_an_account_counts_from_its_closing() -> None:
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=3000))
    user.refresh_from_db()
    close(user)
    assert retention.RULES["accounts.closed"]() == 0
