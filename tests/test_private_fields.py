"""A word of its own in every private field of experts and officials: nobody without a right meets one, on any page (bar S5)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.conflicts.services import add_interest
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.core.models import Gemeente
from matching.models import SupportRequest
from tests.asking import ask
from tests.factories.accounts import UserFactory
from tests.factories.contributions import gemeente_client
from tests.factories.engagements import make_expert
from tests.factories.requests import make_asker, make_request
from tests.routes import routes

pytestmark = pytest.mark.django_db
# One in each place; together they are what is looked for.
OF_EXPERT = {"email": "kluut@privaat.example", "name": "Xaviera Kluutmans", "interest": "kluutkeuring"}
OF_OFFICIAL = {
    "contact_name": "Ysbrand Griel", "contact": "Grielcoördinator", "contact_phone": "026 987 65 43",
    "contact_email": "griel@arnhem.example",
    "contact_2_name": "Wubbina Wulpstra", "contact_2_function": "Wulpbeheerder", "contact_2_phone": "026 987 65 44",
    "contact_3_name": "Zoltan Tureluur", "contact_3_function": "Tureluurjurist",
    "contact_3_email": "tureluur@arnhem.example",
}  # fmt: skip
PEOPLE = "/zoeken/?q=regisseur&soort=persoon"
# Of no gemeente of the request, and no expert of the profile.
STRANGERS = ("visitor", "gemeente", "expert", "kenniscentrum", "redactie", "accountmanager")


@pytest.fixture
def expert(search_index: Any) -> ExpertProfile:
    user = UserFactory(role="expert", email=OF_EXPERT["email"], name=OF_EXPERT["name"])
    profile = make_expert(user, visibility=Visibility.PUBLIC)
    gemeente = Gemeente.objects.get(slug="arnhem")
    until = timezone.localdate() + timedelta(days=30)
    add_interest(profile=profile, actor=user, role=OF_EXPERT["interest"], place=gemeente, until=until)
    return profile


@pytest.fixture
def request_of_official(search_index: Any) -> SupportRequest:
    return make_request(make_asker(email="snip@arnhem.example", name="Zwaantje Snip"), **OF_OFFICIAL)


def stranger(role: str, as_role: Callable[..., Client]) -> Client:
    if role == "visitor":
        return Client()
    return gemeente_client(as_role, "amsterdam") if role == "gemeente" else as_role(role)


def met(client: Client, canaries: list[str], words: list[str], **arguments: str) -> list[tuple[str, str]]:
    """Where one of these was read: on every address of the site, and where somebody searches for it."""
    addresses = {route.sample for route in routes(arguments) if not route.sample.startswith("/admin")}
    addresses |= {f"/zoeken/?q={word}" for word in words} | {
        f"/zoeken/suggesties/?q={word}" for word in words
    }
    found = []
    for address in sorted(addresses):
        page = ask(client, "GET", address).content.decode(errors="replace")
        found += [(address, word) for word in canaries if word in page and address.find(word) < 0]
    return found


@pytest.mark.parametrize("role", STRANGERS)
def test_what_an_expert_keeps_private_is_on_no_page(
    expert: ExpertProfile, as_role: Callable[..., Client], run_outbox: Callable[[], int], role: str
) -> None:
    run_outbox()
    client = stranger(role, as_role)
    assert expert.title in ask(client, "GET", f"/pool/{expert.slug}/").content.decode(), (
        "the profile itself is public"
    )
    assert met(client, list(OF_EXPERT.values()), ["regisseur"], slug=expert.slug) == []


@pytest.mark.parametrize("role", STRANGERS)
def test_whom_of_the_gemeente_to_call_is_on_no_page_of_others(
    request_of_official: SupportRequest,
    as_role: Callable[..., Client],
    run_outbox: Callable[[], int],
    role: str,
) -> None:
    run_outbox()
    canaries = [*OF_OFFICIAL.values(), "snip@arnhem.example", "Zwaantje Snip"]
    client = stranger(role, as_role)
    assert (
        met(client, canaries, ["griel", "wulpstra", "tureluur"], reference=request_of_official.reference)
        == []
    )


def test_words_of_private_fields_find_nothing(
    expert: ExpertProfile, request_of_official: SupportRequest, run_outbox: Callable[[], int], client: Client
) -> None:
    run_outbox()
    for word in (
        "kluut",
        "kluutkeuring",
        "griel",
        "grielcoördinator",
        "wulpstra",
        "tureluurjurist",
        "zwaantje",
    ):
        page = client.get("/zoeken/", {"q": word}).content.decode()
        assert expert.title not in page, word


def test_desk_does_meet_them(request_of_official: SupportRequest, as_role: Callable[..., Client]) -> None:
    page = ask(
        as_role("loket"), "GET", f"/loket/werkvoorraad/{request_of_official.reference}/"
    ).content.decode()
    assert [word for word in OF_OFFICIAL.values() if word not in page] == []
