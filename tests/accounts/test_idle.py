"""Half an hour idle means half an hour without a person, and nothing typed is lost by it."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts import sessions
from tests.factories.requests import make_request

TYPED = "De avondronde past bij uw vraag."


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`clock(minutes)` lets so much time pass for sessions."""
    now = [time.time()]
    monkeypatch.setattr("krachtwijken.accounts.middleware.time.time", lambda: now[0])

    def pass_by(minutes: float) -> None:
        now[0] += minutes * 60

    return pass_by


def test_what_an_open_page_asks_by_itself_keeps_nobody_logged_in(
    site_tree: Any, as_role: Callable[..., Client], clock: Callable[[float], None]
) -> None:
    call_command("set_up_roles", verbosity=0)
    client = as_role("redactie")
    assert client.get("/mijn/").status_code == 200
    for _ in range(4):
        clock(9)
        client.post("/admin/editing-sessions/ping/knowledge/casepage/1/1/")
    assert client.get("/mijn/").headers.get("Location", "").startswith("/accounts/login/")


def test_what_a_person_asks_does(
    site_tree: Any, as_role: Callable[..., Client], clock: Callable[[float], None]
) -> None:
    client = as_role("redactie")
    for _ in range(4):
        clock(9)
        assert client.get("/mijn/").status_code == 200


def test_text_of_somebody_who_was_idle_is_back_after_the_login(
    search_index: Any, as_role: Callable[..., Client], clock: Callable[[float], None]
) -> None:
    request, desk = make_request(), as_role("loket")
    address = f"/loket/werkvoorraad/{request.reference}/"
    desk.post(f"{address}pakken/")
    mark = re.search(r'name="van_wie" value="([^"]*)"', desk.get(address).content.decode())
    assert mark
    clock(sessions.STAFF_IDLE_AGE / 60 + 1)
    fields = {"to": "beantwoord", "reason": TYPED, "van_wie": mark[1]}
    assert desk.post(address, fields).headers["Location"] == f"/accounts/login/?next={address}"
    desk.force_login(desk.user)
    assert TYPED in desk.get(address).content.decode()
    request.refresh_from_db()
    assert request.status == "in_behandeling", "nothing is decided without a press"
