"""The duty of a second factor: staff roles reach nothing without it, by no road."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import STAFF_ROLES, Role
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.accounts.services.second_factor import reset_second_factor
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.accounts import (
    PASSWORD,
    UserFactory,
    code_now,
    give_second_factor,
    log_in,
    recovery_codes_of,
)

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def as_in_production(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def give_code(client: Client, code: str) -> Any:
    return client.post("/accounts/2fa/authenticate/", {"code": code})


def is_in(client: Client) -> bool:
    return bool(client.get("/mijn/").status_code == 200)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
@pytest.mark.parametrize(
    "address", ["/", "/mijn/", "/loket/werkvoorraad/", "/admin/", "/admin/users/", "/zoeken/?q=wonen",
                "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/bestaat-niet/"],
)  # fmt: skip
def test_staff_without_factor_gets_nowhere_but_set_up(client: Client, role: str, address: str) -> None:
    log_in(client, UserFactory(role=role))
    assert client.get(address).headers.get("Location") == SET_UP
    assert client.post(address).headers.get("Location") == SET_UP


@pytest.mark.parametrize("role", sorted(set(Role) - STAFF_ROLES))
def test_other_roles_may_do_without(client: Client, role: str) -> None:
    log_in(client, UserFactory(role=role))
    assert is_in(client)


def test_set_up_opens_the_door_and_gives_recovery_codes(client: Client) -> None:
    user = UserFactory(role="loket")
    log_in(client, user)
    # Set-up asks for the password once more.
    again = client.get(SET_UP, follow=True)
    client.post(again.redirect_chain[-1][0], {"password": PASSWORD})
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    assert client.get("/accounts/2fa/totp/qr.svg").headers["Content-Type"] == "image/svg+xml"
    done = client.post(SET_UP, {"code": code_now(secret)})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert is_in(client)
    assert AuditEvent.objects.filter(action="account.second_factor_added", actor_id=user.pk).exists()


def test_password_alone_is_not_enough_once_the_factor_is_there(client: Client) -> None:
    user = UserFactory(role="loket")
    secret = give_second_factor(user)
    assert log_in(client, user).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    give_code(client, code_now(secret))
    assert is_in(client)


def test_session_from_before_the_factor_does_not_count(client: Client) -> None:
    """Somebody got a staff role, or the factor, while logged in elsewhere with a password only."""
    user = UserFactory(role="gemeente")
    log_in(client, user)
    give_second_factor(user)
    grant_role(user=user, role=Role.LOKET, actor=None)
    assert client.get("/mijn/").headers["Location"].startswith("/accounts/login/")


def test_new_staff_role_counts_from_the_next_request(client: Client) -> None:
    user = UserFactory(role="gemeente")
    log_in(client, user)
    assert is_in(client)
    grant_role(user=user, role=Role.REDACTIE, actor=None)
    assert client.get("/mijn/").headers["Location"] == SET_UP


@pytest.mark.parametrize("seconds_later", [0, 20, 45, 59])
def test_code_cannot_be_used_twice(seconds_later: int) -> None:
    user = UserFactory(role="loket")
    secret = give_second_factor(user)
    # The start of a period: the code stays within the tolerance for nearly two of them.
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        code = code_now(secret)
        first, second = Client(), Client()
        log_in(first, user)
        give_code(first, code)
        assert is_in(first)
        clock.shift(seconds_later)
        log_in(second, user)
        refused = give_code(second, code)
        assert refused.status_code == 200
        assert not is_in(second)


def test_code_of_set_up_cannot_be_used_to_log_in(client: Client) -> None:
    user = UserFactory(role="loket")
    log_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    code = code_now(client.get(SET_UP).context["form"].secret)
    client.post(SET_UP, {"code": code})
    thief = Client()
    log_in(thief, user)
    give_code(thief, code)
    assert not is_in(thief)


def test_recovery_code_works_once() -> None:
    user = UserFactory(role="loket")
    give_second_factor(user)
    code = recovery_codes_of(user)[0]
    first, second = Client(), Client()
    log_in(first, user)
    give_code(first, code)
    assert is_in(first)
    log_in(second, user)
    give_code(second, code)
    assert not is_in(second)
    assert code not in recovery_codes_of(user)


@pytest.mark.parametrize("junk", ["", "abcdef", "000000", "\x00", "9" * 5000])
def test_wrong_code_asks_again(client: Client, junk: str) -> None:
    user = UserFactory(role="loket")
    give_second_factor(user)
    log_in(client, user)
    assert give_code(client, junk).status_code in {200, 400}
    assert client.post("/accounts/2fa/authenticate/", {}).status_code == 200
    assert not is_in(client)


def test_guessing_codes_is_stopped(client: Client) -> None:
    user = UserFactory(role="loket")
    secret = give_second_factor(user)
    log_in(client, user)
    for number in range(6):
        give_code(client, f"{number:06}")
    give_code(client, code_now(secret))
    assert not is_in(client)


def test_new_password_does_not_take_the_factor_away(client: Client, run_outbox: Any) -> None:
    from django.core import mail

    user = UserFactory(role="loket")
    give_second_factor(user)
    client.post("/accounts/password/reset/", {"email": user.email})
    run_outbox()
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    address = client.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    new = "water-duin-haven-zolder-7"
    client.post(address, {"password1": new, "password2": new})
    assert not is_in(client)
    answer = log_in(client, user, password=new)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")


@pytest.mark.parametrize(
    "door", ["/admin/login/", "/admin/password_reset/", "/admin/password_reset/confirm/a/b/", "/django-admin/",
             "/django-admin/login/", "/django-admin/auth/user/"],
)  # fmt: skip
def test_side_doors_lead_to_the_login_page(client: Client, door: str) -> None:
    user = UserFactory(role="beheer")
    for method in (client.get, client.post):
        answer = method(door, {"username": user.email, "password": PASSWORD})
        assert answer.headers["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_reset_by_beheer_ends_sessions_and_asks_for_set_up(client: Client) -> None:
    user = UserFactory(role="loket")
    secret = give_second_factor(user)
    log_in(client, user)
    give_code(client, code_now(secret))
    call_command("reset_second_factor", user.email, verbosity=0)
    assert client.get("/mijn/").status_code == 302
    log_in(client, user)
    assert client.get("/mijn/").headers["Location"] == SET_UP
    reset_second_factor(user=user, actor=None)


def test_taking_the_factor_away_closes_the_door_at_once(
    client: Client, as_role: Callable[..., Client]
) -> None:
    user: User = UserFactory(role="loket")
    secret = give_second_factor(user)
    log_in(client, user)
    give_code(client, code_now(secret))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not is_in(client)
