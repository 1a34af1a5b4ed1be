"""Whoever changes a number in an address comes to nothing of another gemeente, by whatever address (bar S2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from matching.models import SupportRequest
from tests.asking import BROKEN, IN, ask, kind_of
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.contributions import CANARY, gemeente_client
from tests.factories.dossiers import make_proposed, make_running
from tests.factories.engagements import make_invitation, make_mission
from tests.factories.requests import make_asker, make_request
from tests.routes import Route, routes
from tests.url_policy import POLICY

pytestmark = pytest.mark.django_db
PROBLEM = f"Op het plein met de {CANARY} is het elke avond onrustig."
# Besides what names a request: the lists and the downloads of whoever is logged in.
OWN_PAGES = ("matching:own", "matching:start", "accounts:mine", "matching:bottlenecks", "matching:new")


def named(pattern: str, **arguments: str) -> list[Route]:
    """The addresses that take this argument and that some role of ours may open."""
    found = routes(arguments)
    return [route for route in found if route.name in POLICY and f":{pattern}>" in route.pattern]


@pytest.fixture
def asker(site_tree: Any) -> User:
    return make_asker()


@pytest.fixture(params=["sent", "proposed", "running"])
def request_of_another(request: pytest.FixtureRequest, asker: User) -> SupportRequest:
    """With the canary in its text, in every state that has addresses of its own."""
    made: dict[str, Callable[[], SupportRequest]] = {
        "sent": lambda: make_request(asker),
        "proposed": lambda: make_proposed(asker=asker).request,
        "running": lambda: make_running(asker),
    }
    found = made[request.param]()
    SupportRequest.objects.filter(pk=found.pk).update(problem=PROBLEM)
    return found


def reached(client: Client, addresses: list[Route]) -> dict[tuple[str, str], str]:
    """Where something came back, or anything of the other gemeente could be read."""
    wrong = {}
    for route in addresses:
        for method in ("GET", "POST"):
            response = ask(client, method, route.sample)
            answer = kind_of(response)
            if answer in {IN, BROKEN} or CANARY in response.content.decode(errors="replace"):
                wrong[route.name, method] = answer
    return wrong


def test_no_address_with_a_number_leads_another_gemeente_to_a_request(
    request_of_another: SupportRequest, as_role: Callable[..., Client]
) -> None:
    addresses = named("reference", reference=request_of_another.reference, months="6", slug="iemand")
    assert len(addresses) > 10
    other = gemeente_client(as_role, "amsterdam")
    assert reached(other, addresses) == {}


def test_lists_of_another_gemeente_hold_nothing_of_a_request(
    request_of_another: SupportRequest, as_role: Callable[..., Client]
) -> None:
    other = gemeente_client(as_role, "amsterdam")
    for route in routes():
        if route.name in OWN_PAGES:
            page = ask(other, "GET", route.sample).content.decode()
            assert CANARY not in page, route.name
            assert request_of_another.reference not in page, route.name


def test_own_gemeente_does_reach_its_request(asker: User) -> None:
    found = make_request(asker)
    SupportRequest.objects.filter(pk=found.pk).update(problem=PROBLEM)
    own = client_of(asker)
    addresses = named("reference", reference=found.reference)
    assert ("matching:status", "GET") in reached(own, addresses)
    assert ("matching:thread", "GET") in reached(own, addresses)


def test_account_manager_of_other_gemeenten_reaches_none_of_it(
    request_of_another: SupportRequest, as_role: Callable[..., Client]
) -> None:
    addresses = named("reference", reference=request_of_another.reference, months="6", slug="iemand")
    assert reached(as_role("accountmanager"), addresses) == {}


def test_no_number_leads_another_expert_to_an_invitation_or_mission(asker: User) -> None:
    invitation = make_invitation()
    mission = make_mission(make_invitation())
    stranger = client_of(UserFactory(role="expert"))
    for pk in (invitation.pk, mission.pk):
        addresses = [route for route in named("pk", pk=str(pk)) if route.name.startswith("matching:")]
        assert {"matching:invitation", "matching:mission"} <= {route.name for route in addresses}
        assert reached(stranger, addresses) == {}
