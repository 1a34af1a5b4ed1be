"""How long somebody stays logged in, and what ends it sooner (bar S10)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory, log_in

pytestmark = pytest.mark.django_db
NEW = "water-duin-haven-zolder-7"


def logged_in(user: User) -> Client:
    client = Client()
    assert log_in(client, user).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/mijn/").status_code == 200


@pytest.mark.parametrize(("role", "stays"), [("loket", False), ("redactie", False), ("gemeente", True)])
def test_session_of_staff_ends_after_half_an_hour_without_a_request(role: str, stays: bool) -> None:
    client, now = logged_in(UserFactory(role=role)), timezone.now()
    with time_machine.travel(now + timedelta(minutes=29), tick=False):
        assert is_in(client)
    with time_machine.travel(now + timedelta(minutes=29 + 31), tick=False):
        assert is_in(client) is stays


@pytest.mark.parametrize("role", ["loket", "gemeente"])
def test_session_ends_after_twelve_hours_however_busy(role: str) -> None:
    client, now = logged_in(UserFactory(role=role)), timezone.now()
    for quarter in range(1, 48):
        with time_machine.travel(now + timedelta(minutes=15 * quarter), tick=False):
            assert is_in(client)
    with time_machine.travel(now + timedelta(hours=12, minutes=1), tick=False):
        assert not is_in(client)


def test_cookie_is_worth_nothing_after_logout() -> None:
    client = logged_in(UserFactory(role="gemeente"))
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(thief)
    client.post("/accounts/logout/")
    assert not is_in(thief)


def test_new_password_ends_all_sessions() -> None:
    user = UserFactory(role="gemeente")
    here, elsewhere = logged_in(user), logged_in(user)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert not is_in(elsewhere)


def test_somebody_ends_the_other_sessions() -> None:
    user = UserFactory(role="gemeente")
    here, elsewhere = logged_in(user), logged_in(user)
    assert here.get("/accounts/sessions/").status_code == 200
    here.post("/accounts/sessions/")
    assert (is_in(here), is_in(elsewhere)) == (True, False)
