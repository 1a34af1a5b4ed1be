"""Every address times every role, opened and sent to (bar S1, S4, S7, S22)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.decorators import require
from krachtwijken.accounts.middleware import SET_UP_NAMES
from krachtwijken.accounts.roles import STAFF_ROLES, Role
from tests.asking import IN, LOGIN, METHOD, NOTHING, REFUSED, ask, kind_of
from tests.routes import Route, routes
from tests.url_policy import ALL, EDITORS, LIBRARY, OTHERS, POLICY, POST_ONLY, TAKES_POST

ARGUMENTS = {"reference": "KW-2000-0001", "name": "wijk", "uidb36": "1", "key": "geen-sleutel"}
OURS = {"krachtwijken", "knowledge", "expertpool", "search", "matching"}


def own_routes() -> dict[str, Route]:
    return {route.name: route for route in routes(ARGUMENTS) if not route.sample.startswith("/admin")}


def addresses() -> dict[str, str]:
    """Of what is declared; what the health of the index is depends on the index, not on who asks."""
    return {name: own_routes()[name].sample for name in POLICY if name != "core:ready"}


def expected(name: str, role: str, method: str) -> set[str]:
    if (method == "GET" and name in POST_ONLY) or (method == "POST" and name not in TAKES_POST):
        return {METHOD}
    if role in POLICY[name]:
        return {IN, NOTHING}
    return {LOGIN} if role == "visitor" else {REFUSED}


def wrong_answers(
    client: Client, role: str, names: dict[str, str]
) -> dict[tuple[str, str], tuple[str, set[str]]]:
    wrong = {}
    for name, address in names.items():
        for method in ("GET", "POST"):
            answer = kind_of(ask(client, method, address))
            if answer not in expected(name, role, method):
                wrong[name, method] = (answer, expected(name, role, method))
    return wrong


@pytest.fixture
def client_of(site_tree: Any, as_role: Callable[..., Client]) -> Callable[[str], Client]:
    return lambda role: Client() if role == "visitor" else as_role(role)


def test_every_address_has_a_declared_answer() -> None:
    first_party = {
        name
        for name, route in own_routes().items()
        if (route.callback.__module__ or "").split(".")[0] in OURS and not name.startswith(OTHERS)
    }
    assert first_party - set(POLICY) == set(), "add a line to tests/url_policy.py"
    assert set(POLICY) - first_party == set(), "tests/url_policy.py names an address that is gone"
    assert set(POLICY) >= TAKES_POST
    assert set(own_routes()) - set(POLICY) == set(LIBRARY), (
        "addresses of libraries stand in LIBRARY, each of them"
    )


@pytest.mark.parametrize("role", sorted(ALL))
def test_role_gets_the_declared_answers(client_of: Callable[[str], Client], role: str) -> None:
    assert wrong_answers(client_of(role), role, addresses()) == {}


GUARDED = sorted(name for name, allowed in POLICY.items() if allowed != ALL)


@contextmanager
def open_to_everybody(view: Any) -> Iterator[None]:
    """The guard of this view asks nothing any more: what a forgotten permission looks like."""
    found = view
    while found.__code__ is not _guard_code():
        found = found.__wrapped__
    cell = found.__closure__[found.__code__.co_freevars.index("predicate")]
    usual, cell.cell_contents = cell.cell_contents, lambda _viewer: True
    try:
        yield
    finally:
        cell.cell_contents = usual


def _guard_code() -> Any:
    return require(lambda _viewer: True)(lambda request: request).__code__


@pytest.mark.parametrize("name", [name for name in GUARDED if "gemeente" not in POLICY[name]])
def test_matrix_sees_a_view_that_lost_its_permission(client_of: Callable[[str], Client], name: str) -> None:
    """Of views that a gemeente may not use: each is opened to it in turn, and the matrix must say so."""
    route, client = own_routes()[name], client_of("gemeente")
    assert wrong_answers(client, "gemeente", {name: route.sample}) == {}
    with open_to_everybody(route.callback):
        wrong = wrong_answers(client, "gemeente", {name: route.sample})
    assert {method for _, method in wrong} >= ({"POST"} if name in TAKES_POST else {"GET"})


@pytest.mark.parametrize("role", ["visitor", "gemeente", "redactie"])
def test_login_library_gives_the_declared_answers(client_of: Callable[[str], Client], role: str) -> None:
    wrong = {}
    for name, declared in LIBRARY.items():
        answers = declared.visitor if role == "visitor" else declared.member
        for method, allowed in zip(("GET", "POST"), answers, strict=True):
            # A client for each: some of these end the session.
            answer = kind_of(ask(client_of(role), method, own_routes()[name].sample))
            if answer != allowed:
                wrong[name, method] = (answer, allowed)
    assert wrong == {}


@pytest.mark.parametrize("role", sorted(ALL))
def test_only_editors_come_into_the_content_management(client_of: Callable[[str], Client], role: str) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    status = client_of(role).get("/admin/").status_code
    assert status == (200 if role in EDITORS else 302 if role == "visitor" else 403)


@pytest.mark.parametrize("role", sorted(role.value for role in STAFF_ROLES))
def test_staff_without_a_second_factor_gets_nowhere(
    client_of: Callable[[str], Client], settings: Any, role: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of(role)
    # The door is the same for every staff role: one of them tries the whole content management too.
    tried = [
        route for route in routes(ARGUMENTS) if role == "beheer" or not route.sample.startswith("/admin/")
    ]
    elsewhere = {
        route.name: answer.status_code
        for route in tried
        if route.name not in SET_UP_NAMES
        for method in ("GET", "POST")
        if (answer := ask(client, method, route.sample)).headers.get("Location")
        != "/accounts/2fa/totp/activate/"
    }
    assert elsewhere == {}


@pytest.mark.parametrize(
    "door", ["/admin/login/", "/admin/password_reset/", "/django-admin/login/", "/_util/login/"]
)
def test_side_doors_lead_to_the_one_login_page(db: None, client: Client, door: str) -> None:
    for method in (client.get, client.post):
        assert method(door).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", sorted(role.value for role in Role))
def test_pages_of_members_are_never_kept(client_of: Callable[[str], Client], role: str) -> None:
    assert client_of(role).get("/mijn/").headers["Cache-Control"] == "no-store"
