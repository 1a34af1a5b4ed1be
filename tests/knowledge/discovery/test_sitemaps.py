"""What search engines are told to visit."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from krachtwijken.core.models import ProblemLabel
from tests.factories.pages import make_case

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return [
        str(loc.text).removeprefix("http://testserver")
        for loc in ElementTree.fromstring(response.content).iter(LOC)
    ]


def test_pages_and_problems_stand_in_it_once_and_each_answers(site_tree: Any, client: Client) -> None:
    case = make_case()
    found = addresses(client)
    assert len(found) == len(set(found))
    assert {"/", "/kennis/", case.url, "/kennis/problemen/", "/kennis/bewijskaart/"} <= set(found)
    assert sum("/kennis/problemen/" in address for address in found) == ProblemLabel.objects.count() + 1
    for address in ("/", case.url or "", found[-1]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("hidden_by", ["restriction", "draft"])
def test_what_a_visitor_may_not_read_does_not(
    site_tree: Any, as_role: Any, client: Client, hidden_by: str
) -> None:
    case = make_case(slug="kanarie")
    assert "/kennis/kanarie/" in addresses(client)
    if hidden_by == "restriction":
        PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    else:
        case.specific.unpublish()
    for reader in (client, as_role("beheer")):
        assert not [address for address in addresses(reader) if "kanarie" in address]


def test_robots_are_told_where_it_is(client: Client) -> None:
    assert "Sitemap: " in client.get("/robots.txt").content.decode()


def test_many_pages_ask_no_more_than_one(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        make_case()
    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")
