"""What stands in the head of every answer (bar S11, S13, S15)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.settings import security
from tests.factories.accounts import UserFactory, log_in
from tests.factories.documents import attach, make_document, pdf
from tests.factories.pages import make_case
from tests.routes import routes
from tests.test_url_matrix import addresses
from tests.url_policy import ALL

pytestmark = pytest.mark.django_db
YEAR = 365 * 24 * 60 * 60


@pytest.fixture
def as_in_production(settings: Any) -> Client:
    """Over TLS, with the names and flags of cookies that the base settings give."""
    for name in dir(security):
        if name.startswith(("SESSION_", "CSRF_COOKIE", "SECURE_")):
            setattr(settings, name, getattr(security, name))
    settings.SECURE_SSL_REDIRECT = True
    return Client()


def check_headers(response: Any) -> None:
    headers = response.headers
    age, *rest = (part.strip() for part in headers["Strict-Transport-Security"].split(";"))
    assert int(age.removeprefix("max-age=")) >= YEAR
    assert "includeSubDomains" in rest
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in headers
    assert "X-Powered-By" not in headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors" in policy or headers["X-Frame-Options"] == "DENY"
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/zoeken/?q=jeugd", 200), ("/antwoord/", 200), ("/loket/", 200), ("/accounts/login/", 200),
        ("/bestaat-niet/", 404), ("/mijn/", 302), ("/admin/", 302), ("/static/css/appendix.css", 200),
        ("/lijst/bewaren/", 405), ("/zoeken/?q=%00", 400), ("/robots.txt", 200), ("/health/live", 200),
        ("/zoeken/feed?q=jeugd", 200), ("/zoeken/aanvullen/?q=je", 200),
    ],
)  # fmt: skip
def test_answer_has_the_headers(site_tree: Any, as_in_production: Client, path: str, status: int) -> None:
    response = as_in_production.get(path, secure=True)
    assert response.status_code == status
    check_headers(response)
    if not path.startswith("/admin/"):
        assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_document_and_refusal_have_the_headers(
    site_tree: Any, as_in_production: Client, as_role: Callable[..., Client]
) -> None:
    document = make_document(pdf("tekst"))
    attach(make_case(), document)
    check_headers(as_in_production.get(document.url, secure=True))
    refused = as_role("gemeente").get("/loket/werkvoorraad/", secure=True)
    assert refused.status_code == 403
    check_headers(refused)


def test_plain_http_leads_to_https(site_tree: Any, as_in_production: Client) -> None:
    response = as_in_production.get("/zoeken/?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/zoeken/?q=a")


def test_every_cookie_is_for_this_host_over_tls_and_not_for_scripts(
    site_tree: Any, as_in_production: Client
) -> None:
    client = as_in_production
    client.get("/accounts/login/", secure=True)
    client.post("/lijst/bewaren/", {"page": make_case().pk}, secure=True)
    user = UserFactory(role="gemeente")
    client.post("/accounts/login/", {"login": user.email, "password": "fout-wachtwoord-99"}, secure=True)
    form = {"login": user.email, "password": "kade-molen-beuk-iep-42"}
    assert client.post("/accounts/login/", form, secure=True).status_code == 302
    assert {"__Host-sessionid", "__Host-csrftoken", "__Host-lijst"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-"), name
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (
            True,
            True,
            "/",
            "",
        )
        assert cookie["samesite"] in {"Lax", "Strict"}


@pytest.mark.parametrize("role", sorted(ALL - {"visitor"}))
def test_no_page_of_a_member_is_kept(site_tree: Any, as_role: Callable[..., Client], role: str) -> None:
    client = as_role(role)
    kept = {
        name: response.headers.get("Cache-Control")
        for name, address in addresses().items()
        if (response := client.get(address)).headers.get("Cache-Control") != "no-store"
    }
    assert kept == {}
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/admin/").headers["Cache-Control"] == "no-store"


def test_no_address_has_room_for_a_name_or_mail_address() -> None:
    """Numbers, codes and words of pages only (S15)."""
    personal = ("email", "mail", "naam", "user", "person", "phone")
    for route in routes():
        if not route.sample.startswith("/admin/"):
            assert not any(f":{word}>" in route.pattern or f"<{word}>" in route.pattern for word in personal)


def test_login_page_is_never_kept(client: Client) -> None:
    response = client.get("/accounts/login/")
    assert "no-store" in response.headers["Cache-Control"]
    log_in(client, UserFactory())


def test_address_of_a_button_that_a_login_leads_to_says_so(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    answer = as_role("loket").get("/loket/werkvoorraad/overnemen/")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    page = answer.content.decode()
    assert "druk opnieuw op de knop" in page
    assert 'href="/loket/werkvoorraad/"' in page
