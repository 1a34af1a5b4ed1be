"""The wijk that is most alike, why, and what was tried there."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from knowledge.models import WijkPage
from krachtwijken.core.models import Organisation, ProblemLabel
from tests.factories.pages import make_case, make_wijk_page


def put_in(wijk: WijkPage, **fields: Any) -> Any:
    case = make_case(**fields).specific
    case.wijken = [wijk.wijk]
    case.save_revision().publish()
    return case


def twin_part(client: Client, page: WijkPage) -> str:
    return client.get(page.url).content.decode().split('id="tweeling"')[1].split("</section>")[0]


def name_of(code: str) -> str:
    return ProblemLabel.objects.get(pk=code).label


def test_twin_shares_most_problems_and_says_which(site_tree: Any, client: Client) -> None:
    own = make_wijk_page("arnhem-klarendal", "WO01", "WO12", "VE01")
    twin = make_wijk_page("arnhem-presikhaaf", "WO01", "WO12", "IN01")
    make_wijk_page("alkmaar-overdie", "VE01")
    text = twin_part(client, own)
    assert twin.title in text
    assert "2 van de 3 problemen zijn gelijk" in text
    assert name_of("WO01") in text
    assert name_of("WO12") in text
    assert name_of("VE01") not in text
    assert name_of("IN01") not in text


def test_cases_of_the_twin_are_about_a_shared_problem_and_stand_there_once(
    site_tree: Any, client: Client
) -> None:
    own = make_wijk_page("arnhem-klarendal", "WO01", "WO12")
    twin = make_wijk_page("arnhem-presikhaaf", "WO01", "WO12")
    put_in(twin, title="Over beide", problems=("WO01", "WO12"))
    put_in(twin, title="Over iets anders", problems=("VE01",))
    text = twin_part(client, own)
    assert text.count("Over beide</a>") == 1
    assert "Over iets anders" not in text


@pytest.mark.parametrize(
    ("codes", "said"), [((), "Van deze wijk staan nog geen problemen"), (("WO01",), "Geen andere wijk noemt")]
)
def test_wijk_without_a_twin_says_why(
    site_tree: Any, client: Client, codes: tuple[str, ...], said: str
) -> None:
    make_wijk_page("arnhem-presikhaaf", "VE01")
    assert said in twin_part(client, make_wijk_page("arnhem-klarendal", *codes))


@pytest.mark.parametrize("hidden", ["twin", "case"])
def test_hidden_twin_or_case_is_not_shown(site_tree: Any, client: Client, hidden: str) -> None:
    own = make_wijk_page("arnhem-klarendal", "WO01")
    twin = make_wijk_page("arnhem-presikhaaf", "WO01")
    case = put_in(twin, title="Kanarie", problems=("WO01",))
    assert "Kanarie" in twin_part(client, own)
    page = twin if hidden == "twin" else case
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    text = twin_part(client, own)
    assert "Kanarie" not in text
    assert (twin.title in text) is (hidden == "case")


def test_cases_of_the_wijk_say_whose_they_are(site_tree: Any, client: Client) -> None:
    wijk = make_wijk_page("arnhem-klarendal")
    owner = Organisation.objects.order_by("pk")[0]
    put_in(wijk, owner_organisation=owner)
    assert f"Door {owner.name}" in client.get(wijk.url).content.decode()


def test_three_of_everything_ask_no_more_than_one_on_a_wijk(site_tree: Any, client: Client) -> None:
    own = make_wijk_page("arnhem-klarendal", "WO01", "WO12")

    def queries() -> int:
        client.get(own.url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(own.url).status_code == 200
        return len(asked)

    def fill(slug: str) -> None:
        other = make_wijk_page(slug, "WO01", "WO12")
        for wijk in (own, other):
            put_in(wijk, problems=("WO01",), themes=("wonen",))

    fill("arnhem-presikhaaf")
    # The list of others than the twin is empty without a second.
    fill("alkmaar-overdie")
    few = queries()
    fill("arnhem-het-arnhemse-broek")
    assert queries() == few
