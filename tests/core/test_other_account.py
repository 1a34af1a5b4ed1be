"""The address of another account, opened while logged in: who one is, and a way to log in as somebody else and come back."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
SECRETS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
OFFER = "Log uit en log opnieuw in"


def refused(client: Client, address: str, status: int = 404) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return SECRETS.sub("", unescape(response.content.decode()))


def next_of(page: str) -> str:
    found = re.search(r'name="next" value="([^"]+)"', page)
    assert found
    return found[1]


def test_what_exists_and_what_does_not_give_the_same_page_but_for_the_address() -> None:
    request = make_request(make_asker())
    other = UserFactory(role="gemeente")
    join_gemeente(user=other, gemeente=Gemeente.objects.get(slug="amsterdam"), actor=None)
    stranger = client_of(other)
    pages = [
        refused(stranger, address).replace(next_of(refused(stranger, address)), "")
        for address in (request.get_absolute_url(), "/mijn/verzoeken/KW-2099-9999/")
    ]
    assert pages[0] == pages[1]
    assert request.reference not in pages[0]
    assert "of hoort bij een ander account" in pages[0]


def test_page_names_who_is_logged_in_and_leads_back_to_the_address_after_a_login() -> None:
    invitation, other = make_invitation(), UserFactory(role="expert")
    client, address = client_of(other), f"{invitation.get_absolute_url()}?uit=mail"
    page = refused(client, address)
    assert f"U bent nu ingelogd als <strong>{other}</strong> ({other.email})" in page
    out = client.post("/accounts/logout/", {"next": next_of(page)})
    assert out.status_code == 302
    login = urlsplit(out.headers["Location"])
    assert (login.path, parse_qs(login.query)) == ("/accounts/login/", {"next": [address]})
    assert "_auth_user_id" not in client.session


def test_page_of_another_role_offers_the_same() -> None:
    page = refused(client_of(UserFactory(role="expert")), "/loket/werkvoorraad/", 403)
    assert OFFER in page
    assert next_of(page) == "/accounts/login/?next=%2Floket%2Fwerkvoorraad%2F"


def test_visitor_and_pages_of_everybody_get_no_offer(client: Client) -> None:
    for reader, address in (
        (client, "/loket/bestaat-niet/"),
        (client_of(UserFactory(role="expert")), "/bestaat-niet/"),
    ):
        page = refused(reader, address)
        assert OFFER not in page
        assert "ander account" not in page


def test_address_outside_the_site_is_not_followed_after_logging_out() -> None:
    client = client_of(UserFactory(role="expert"))
    out = client.post("/accounts/logout/", {"next": "https://elders.example/"})
    assert "elders" not in out.headers["Location"]
