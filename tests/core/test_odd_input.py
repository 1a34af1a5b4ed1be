"""No address gives a server error, whatever is filled in (bar S17)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.asking import ask
from tests.routes import routes
from tests.url_policy import POLICY

pytestmark = pytest.mark.django_db
ODD = {
    "nul": "a\x00b",
    "signs": "\u202e'\";--<🙂>%s{{7*7}}\r\nX: y",
    "large number": "9223372036854775808",
    "negative": "-1",
    "long": "ë" * 10_000,
}
NAMES = (
    "q", "page", "pagina", "thema", "niveau", "rol", "soort", "sorteer", "stand", "wijk", "lijkt_op", "case", "a",
    "id", "next", "query", "antwoord", "pakket", "text", "title", "name", "key", "reason", "frequency", "doe", "to",
)  # fmt: skip
HEADERS = (
    "User-Agent",
    "Referer",
    "Accept-Language",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "Cookie",
    "Accept",
)


def who_may(name: str, as_role: Callable[..., Client]) -> Client:
    allowed = sorted(POLICY.get(name, {"visitor"}) - {"visitor"})
    return Client() if "visitor" in POLICY.get(name, {"visitor"}) else as_role(allowed[0])


@pytest.mark.parametrize("kind", sorted(ODD))
def test_odd_values_in_address_and_form_give_a_page(
    site_tree: Any, as_role: Callable[..., Client], kind: str
) -> None:
    odd = ODD[kind]
    clients: dict[tuple[str, ...], Client] = {}
    broken: list[tuple[str, str, int]] = []
    filled = {
        name: quote(odd.replace("\r\n", ""), safe="")[:300]
        for name in ("token", "slug", "reference", "name", "key")
    }
    # A server takes no address that is longer than this.
    values = {"GET": dict.fromkeys(NAMES[:12], odd[:300]), "POST": dict.fromkeys(NAMES, odd)}
    for route in routes(filled):
        if route.sample.startswith("/admin") or route.name == "core:ready":
            continue
        holders = tuple(sorted(POLICY.get(route.name, {"visitor"})))
        if holders not in clients:
            clients[holders] = who_may(route.name, as_role)
        for method in ("GET", "POST"):
            status = ask(clients[holders], method, route.sample, values[method]).status_code
            if status >= 500:
                broken.append((route.name, method, status))
    assert broken == []


@pytest.mark.parametrize("kind", ["signs", "large number", "long"])
@pytest.mark.parametrize(
    "address", ["/", "/zoeken/?q=jeugd", "/accounts/login/", "/pool/", "/lijst/", "/admin/"]
)
def test_odd_headers_give_a_page(site_tree: Any, client: Client, kind: str, address: str) -> None:
    # As a server hands on the bytes of a header.
    odd = ODD[kind].replace("\r\n", "").encode().decode("latin-1")
    client.raise_request_exception = False
    assert client.get(address, headers=dict.fromkeys(HEADERS, odd)).status_code < 500
