"""The knowledge base: lists, facets, what is hidden stays hidden."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from wagtail.models import PageViewRestriction

from knowledge import selectors
from knowledge.cases import selectors as case_selectors
from knowledge.cases.filters import CaseFilters
from knowledge.editorial.examples import load_examples
from knowledge.models import CaseIndexPage, ExperimentPage
from tests.factories.pages import make_case, make_wijk_page

VISITOR = AnonymousUser()


def facet_counts(query: str = "") -> dict[str, int]:
    facets = case_selectors.case_facets(VISITOR, CaseFilters.from_query(QueryDict(query)))
    return {f"{facet.name}={option.value}": option.count for facet in facets for option in facet.options}


def test_hidden_and_draft_cases_are_neither_listed_nor_counted(site_tree: Any, client: Client) -> None:
    open_case = make_case(title="Open aanpak", themes=("wonen",), problems=("WO01",))
    hidden = make_case(title="Besloten aanpak", themes=("wonen",), problems=("WO01",))
    draft = make_case(title="Concept aanpak", themes=("wonen",), problems=("WO01",))
    assert facet_counts()["thema=wonen"] == 3
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.specific.unpublish()
    page = client.get("/kennis/").content.decode()
    assert "Open aanpak" in page
    assert "Besloten aanpak" not in page
    assert "Concept aanpak" not in page
    assert facet_counts()["thema=wonen"] == 1
    assert case_selectors.cases_with_same_problems(VISITOR, open_case) == []


def test_facets_count_as_if_only_other_groups_were_chosen(site_tree: Any) -> None:
    make_case(themes=("wonen",), status="loopt")
    make_case(themes=("werken",), status="gestopt")
    counts = facet_counts("thema=wonen")
    assert (counts["thema=wonen"], counts["thema=werken"]) == (1, 1)
    assert counts["status=loopt"] == 1
    assert "status=gestopt" not in counts


@pytest.mark.parametrize(
    "query", ["thema=x", "page=0", "page=abc", "sorteer=kwaad", "kosten=<b>", "gemeente=" + "a" * 500]
)
def test_odd_filters_show_a_page(site_tree: Any, client: Client, query: str) -> None:
    assert client.get(f"/kennis/?{query}").status_code == 200


def test_list_takes_the_same_queries_for_few_and_many(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(15):
        make_case(themes=("wonen",), problems=("WO01", "WO02"))
    client.get("/kennis/")
    with django_assert_max_num_queries(30):
        client.get("/kennis/")


def test_experiment_page_shows_everything_of_the_experiment(site_tree: Any, client: Client) -> None:
    told = {
        "hypothesis": "Als wij eerst luisteren, dan komt men terug.", "stretched_rule": "De regel over inkomen.",
        "research_partner": "Lectoraat Wijkzaken", "measuring_plan": "Nulmeting in maart.",
        "go_no_go": "Juni, minstens twintig deelnemers.", "lessons": "Begin klein.\nBlijf lang.",
        "generalisation": "Ook in dorpen.",
    }  # fmt: skip
    page = ExperimentPage(
        title="Proef", slug="proef", summary="Kort.", problem_text="p", target_group="t", goal="g", results="r",
        what_did_not_work="w", period_from=2020, experiment_status="analyse", **told,
    )  # fmt: skip
    CaseIndexPage.objects.get().add_child(instance=page)
    text = client.get(page.url).content.decode()
    for value in (*told.values(), "Uitkomsten worden onderzocht", "Beslismoment", "Onderzoekspartner"):
        for line in value.splitlines():
            assert line in text
    page.lessons = ""
    page.save()
    text = client.get(page.url).content.decode()
    assert "Ook in dorpen." in text, "what holds elsewhere shows without lessons too"


@pytest.mark.slow
def test_examples_load_once_and_every_page_answers(site_tree: Any, client: Client) -> None:
    made = load_examples()
    assert made["wijken"] == 40
    assert made["regelingen"] == 15
    assert made["kenniscentra"] == 9
    assert made["praktijken"] >= 28
    assert sum(load_examples().values()) == 0
    for page in selectors.published_pages(VISITOR).filter(depth__gt=2):
        assert client.get(page.url).status_code == 200, page.url
    marked = client.get("/kennis/").content.decode()
    assert "Voorbeeld" in marked


def test_of_wijken_that_share_as_many_problems_those_with_the_scarcest_come_first(site_tree: Any) -> None:
    mine = make_wijk_page("arnhem-klarendal", "WO01", "WO02", "WE05")
    # By name Overdie in Alkmaar comes first of all.
    common = make_wijk_page("alkmaar-overdie", "WO01", "VE03")
    also_common = make_wijk_page("arnhem-malburgen-immerloo", "WO01")
    scarce = make_wijk_page("zaanstad-poelenburg", "WE05")
    most = make_wijk_page("arnhem-presikhaaf", "WO01", "WO02")
    found = selectors.wijken_with_same_problems(VISITOR, mine)
    assert [page.pk for page in found] == [page.pk for page in (most, scarce, common, also_common)]
    assert [page.shared for page in found] == [2, 1, 1, 1]
    PageViewRestriction.objects.create(page=scarce, restriction_type=PageViewRestriction.LOGIN)
    assert scarce.pk not in {page.pk for page in selectors.wijken_with_same_problems(VISITOR, mine)}
