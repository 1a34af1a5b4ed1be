"""How often somebody may do something: per network, across processes, and with the cache away (bar S9)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.forms import use_once
from krachtwijken.core import forgiving_cache, ratelimit
from krachtwijken.core.ratelimit import allow, network_of
from krachtwijken.settings import security
from krachtwijken.settings.database import cache_settings
from search.features.answer.services import keep_statement
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db
WRONG = "fout-wachtwoord-99"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_of_ipv6_the_network_counts(address: str, network: str) -> None:
    assert network_of(address) == network


def test_limit_holds_with_a_cache_that_keeps_nothing(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [allow(scope="s", who="a", limit=2, seconds=3600) for _ in range(3)] == [True, True, False]
    assert allow(scope="s", who="b", limit=2, seconds=3600)


def test_limit_holds_with_redis_away(redis_away: None) -> None:
    assert [allow(scope="s", who="a", limit=2, seconds=3600) for _ in range(3)] == [True, True, False]
    ratelimit.forget()
    assert not allow(scope="s", who="a", limit=2, seconds=3600), "another process knows it too"
    assert forgiving_cache.is_away()


def test_wrong_passwords_are_counted_with_redis_away_and_the_site_works(
    redis_away: None, client: Client
) -> None:
    user = UserFactory()
    for _ in range(5):
        log_in(client, user, password=WRONG)
    assert "te vaak" in log_in(Client(), user).content.decode()
    other = UserFactory()
    assert log_in(client, other).status_code == 302
    assert client.get("/mijn/").status_code == 200


def test_one_machine_cannot_try_many_accounts_with_redis_away(redis_away: None, client: Client) -> None:
    form = {"password": WRONG}
    answers = [
        client.post("/accounts/login/", form | {"login": f"{number}@example.org"}) for number in range(32)
    ]
    assert answers[-1].status_code == 429


def test_code_works_once_with_redis_away(redis_away: None) -> None:
    user = UserFactory()
    assert [use_once(user, "123456") for _ in range(2)] == [True, False]


def test_health_tells_that_redis_is_away(redis_away: None, client: Client) -> None:
    assert client.get("/health/ready").json()["checks"]["cache"] == "failed"


def test_wrong_passwords_stay_counted_however_much_else_is_kept(settings: Any, client: Client) -> None:
    """The table throws entries away when it is full: not after a few hundred, which anybody can make."""
    settings.CACHES = cache_settings()
    call_command("createcachetable", verbosity=0)
    user = UserFactory()
    for _ in range(5):
        log_in(client, user, password=WRONG)
    for number in range(400):
        cache.set(f"zz:{number}", number)
    assert "te vaak" in log_in(Client(), user).content.decode()


def test_wrong_passwords_from_many_addresses_of_one_ipv6_network_are_stopped(client: Client) -> None:
    answers = [
        client.post(
            "/accounts/login/",
            {"login": f"{number}@example.org", "password": WRONG},
            REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}",
        )
        for number in range(32)
    ]
    assert answers[-1].status_code == 429
    assert client.get("/accounts/login/", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


@pytest.mark.parametrize("page", ["search", "complete", "answer", "appendix"])
def test_page_that_costs_much_is_limited_per_visitor(
    site_tree: Any, client: Client, settings: Any, page: str
) -> None:
    settings.READS_PER_MINUTE = 3
    statement = keep_statement(text="Jongeren hangen rond op straat en bewoners zijn bang voor hen.")
    address = {
        "search": "/zoeken/?q=jeugd",
        "complete": "/zoeken/aanvullen/?q=jeu",
        "answer": f"/antwoord/{statement.token}/",
        "appendix": f"/antwoord/{statement.token}/bijlage/",
    }[page]
    answers = [client.get(address, REMOTE_ADDR=f"2001:db8::{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert client.get(address, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200, "somebody else"
    assert client.get("/", REMOTE_ADDR="2001:db8::1").status_code == 200, "other pages go on"


def test_tokens_of_answers_cannot_be_tried_without_end(site_tree: Any, client: Client, settings: Any) -> None:
    settings.READS_PER_MINUTE = 3
    statuses = [client.get(f"/antwoord/geraden-{number}/").status_code for number in range(4)]
    assert statuses == [404, 404, 404, 429]


def test_zero_is_without_a_limit(site_tree: Any, client: Client, settings: Any) -> None:
    settings.READS_PER_MINUTE = 0
    assert {client.get("/zoeken/aanvullen/?q=a").status_code for _ in range(130)} == {200}


def test_site_that_is_served_has_a_limit() -> None:
    assert 0 < security.READS_PER_MINUTE <= 300
