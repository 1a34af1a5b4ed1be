"""Suggestions on the site: grouped, current, and never of what is hidden."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from krachtwijken.core.models import Gemeente
from search.features.suggestions import dead_ends, selectors
from search.features.synonyms.models import WordEntry
from tests.factories.pages import make_case

ADDRESS = "/zoeken/aanvullen/"


@pytest.fixture(autouse=True)
def fresh_names(site_tree: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(selectors.names_cache, "seconds", 0.0)
    selectors.names_cache.forget()
    cache.clear()
    if "search_index" not in request.fixturenames:
        # Not the index that another test left in this process.
        monkeypatch.setattr(dead_ends, "keys_found", lambda *_args, **_options: None)


def asked(client: Client, query: str) -> dict[str, list[str]]:
    groups = client.get(ADDRESS, {"q": query}).json()["groups"]
    return {group["label"]: [item["text"] for item in group["items"]] for group in groups}


def test_names_come_in_groups_with_addresses(client: Client) -> None:
    case = make_case(title="Arnhemse avondronde", themes=("veiligheid",))
    WordEntry.objects.create(term="arnhemmers", alternatives="bewoners van Arnhem")
    assert Gemeente.objects.filter(name="Arnhem").exists()
    found = client.get(ADDRESS, {"q": "arnh"}).json()
    groups = {group["label"]: group["items"] for group in found["groups"]}
    assert groups["Aanpakken"] == [{"text": "Arnhemse avondronde", "url": case.url}]
    assert groups["Gemeenten"] == [{"text": "Arnhem", "url": "/zoeken/?q=Arnhem"}]
    assert "arnhemmers" in [item["text"] for item in groups["Zoekwoorden"]]
    assert found["total"] == sum(len(items) for items in groups.values()) <= 8
    assert asked(client, "veilig")["Thema's"] == ["Veiligheid"]
    assert "Problemen" in asked(client, "overlast")


def test_restricted_unpublished_and_deleted_titles_are_never_suggested(
    client: Client, as_role: Callable[..., Client]
) -> None:
    restricted, unpublished, deleted = (
        make_case(title=f"Zwaluwstaart {name}") for name in ("besloten", "teruggetrokken", "weg")
    )
    assert len(asked(client, "zwaluw")["Aanpakken"]) == 3
    # The kept names are those of before: the database has the last word.
    selectors.names_cache.seconds = 1e9
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    unpublished.specific.unpublish()
    deleted.specific.delete()
    assert asked(client, "zwaluw") == {}
    assert client.get(ADDRESS, {"q": "zwaluw"}).json()["total"] == 0
    assert asked(as_role("gemeente"), "zwaluw") == {"Aanpakken": ["Zwaluwstaart besloten"]}


def test_new_title_is_suggested_and_renamed_one_is_shown_as_it_is_now(client: Client) -> None:
    case = make_case(title="Zwaluwstaart")
    assert asked(client, "zwaluw") == {"Aanpakken": ["Zwaluwstaart"]}
    page = case.specific
    page.title = "Zwaluwstaarten"
    page.save_revision().publish()
    assert asked(client, "zwaluw") == {"Aanpakken": ["Zwaluwstaarten"]}


def test_answer_may_be_kept_by_the_browser_of_a_visitor_only(
    client: Client, as_role: Callable[..., Client]
) -> None:
    answer = client.get(ADDRESS, {"q": "wijk"})
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert "Cookie" in answer.headers["Vary"]
    assert as_role("gemeente").get(ADDRESS, {"q": "wijk"}).headers["Cache-Control"] == "no-store"
    assert client.post(ADDRESS, {"q": "wijk"}).status_code in {403, 405}


def test_queries_do_not_grow_with_the_number_of_suggestions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_case(title=f"Zwaluwstaart nummer {number}")
    asked(client, "zwaluw")
    selectors.names_cache.seconds = 1e9
    with django_assert_max_num_queries(4):
        assert len(asked(client, "zwaluw")["Aanpakken"]) == 4


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.text(max_size=300))
def test_no_typing_gives_a_server_error(client: Client, query: str) -> None:
    query = query.encode("utf-8", "ignore").decode()
    assert client.get(ADDRESS, {"q": query}).status_code in {200, 400}


@pytest.mark.parametrize("query", ["x" * 10_000, "9" * 30, "%00", "'\"<script>", "ﷺ" * 50])
def test_junk_is_answered(client: Client, query: str) -> None:
    assert client.get(ADDRESS, {"q": query}).status_code == 200
    assert client.get("/zoeken/aanvullen?q=wijk").status_code in {301, 200}
