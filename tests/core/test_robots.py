"""What no search engine keeps says so in its head: every address that a key opens without a login, and what a visitor put
together in an address."""

from typing import Any

import pytest
from django.test import Client

from krachtwijken.core.robots import HEADER, WORD
from tests.test_url_matrix import own_routes
from tests.url_policy import ALL, POLICY, POST_ONLY

PUT_TOGETHER = {"knowledge:compare", "knowledge:fit", "knowledge:worksheet", "search:complete"}
KEYS = ("token>", "key>")


def opened_by_a_key() -> set[str]:
    return {
        name
        for name, route in own_routes().items()
        if POLICY.get(name) == ALL and name not in POST_ONLY and any(key in route.pattern for key in KEYS)
    }


def unindexed_routes() -> set[str]:
    return {name for name, route in own_routes().items() if getattr(route.callback, "is_unindexed", False)}


def test_every_address_that_a_key_opens_is_kept_from_search_engines() -> None:
    assert len(opened_by_a_key()) >= 14
    assert unindexed_routes() == opened_by_a_key() | PUT_TOGETHER


def test_answer_of_every_such_address_bears_the_word(site_tree: Any, client: Client) -> None:
    """Also when the key is over or never was, as long as a page says so."""
    answers = {name: client.get(own_routes()[name].sample) for name in sorted(unindexed_routes())}
    own_pages = {name for name, answer in answers.items() if not is_general(answer)}
    assert {name for name in own_pages if answers[name].headers.get(HEADER) != WORD} == set()
    assert {"matching:thread_link", "matching:aside_link", "knowledge:shortlist_detail"} <= own_pages


def is_general(answer: Any) -> bool:
    """The page of the site for what is not there."""
    return answer.status_code == 404 and "404.html" in {template.name for template in answer.templates}


@pytest.mark.django_db
def test_page_that_everybody_finds_bears_no_such_word(client: Client) -> None:
    assert HEADER not in client.get("/loket/").headers
