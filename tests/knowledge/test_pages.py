"""The knowledge base: lists, facets, what is hidden stays hidden."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from knowledge import selectors
from knowledge.cases import selectors as case_selectors
from knowledge.cases.filters import SORTS, CaseFilters
from knowledge.cases.sight import CaseSight
from knowledge.editorial.examples import load_examples
from knowledge.enums import CostsClass, SchemeState
from knowledge.models import CaseIndexPage, CasePage, ExperimentPage, SchemePage
from knowledge.page_context.wijken import MOST_CASES
from knowledge.validity.models import CaseValidity
from krachtwijken.core.models import Wijk
from tests.factories.pages import make_case, make_wijk_page

VISITOR = AnonymousUser()


def facet_counts(query: str = "") -> dict[str, int]:
    filters, sight = CaseFilters.from_query(QueryDict(query)), CaseSight.of(VISITOR)
    total = case_selectors.filter_cases(VISITOR, filters).count()
    facets = case_selectors.case_facets(sight, filters, total=total)
    return {f"{facet.name}={option.value}": option.count for facet in facets for option in facet.options}


def put_in_wijk(case: CasePage, slug: str) -> None:
    page = case.specific
    page.wijken = [Wijk.objects.get(slug=slug)]
    page.save_revision().publish()


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


@pytest.mark.parametrize("most_named", [500, 0])
@pytest.mark.parametrize(
    "query", ["", "thema=wonen", "bewijs=1", "uitkomst=niet-ingedeeld", "gemeente=arnhem"]
)
def test_list_and_counts_agree_however_the_hidden_cases_are_left_out(
    site_tree: Any, client: Client, monkeypatch: pytest.MonkeyPatch, query: str, most_named: int
) -> None:
    """Few hidden cases are named; of many the database looks at the page of each."""
    monkeypatch.setattr("knowledge.cases.sight.MOST_NAMED", most_named)
    for place in range(4):
        case = make_case(title=f"Aanpak {place}", themes=("wonen",), problems=("WO01",), evidence_level="1")
        put_in_wijk(case, "arnhem-klarendal")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    make_case(title="Concept", themes=("wonen",), problems=("WO01",), evidence_level="1").specific.unpublish()
    answer = client.get(f"/kennis/?{query}")
    assert [page.title for page in answer.context["page_obj"]] == ["Aanpak 0", "Aanpak 1", "Aanpak 2"]
    counts = [option.count for facet in answer.context["facets"] for option in facet.options]
    assert len(counts) == 7
    assert set(counts) == {3}


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_the_list_hold_every_case_once_and_in_order(site_tree: Any, sort: str) -> None:
    """Also where what has lapsed begins within a page, or a case has no term."""
    for place in range(9):
        case = make_case(title=f"Aanpak {place % 4}", period_from=2010 + place % 3)
        if place % 4 != 3:
            day = timezone.localdate() + timedelta(days=1 if place % 2 else -1)
            CaseValidity.objects.update_or_create(
                page=case, defaults={"confirmed_on": day - timedelta(days=9), "valid_until": day}
            )
        else:
            CaseValidity.objects.filter(page=case).delete()
    filters, sight = CaseFilters(sort=sort), CaseSight.of(VISITOR)
    pages = [case_selectors.page_of_cases(sight, filters, number=str(n), most=2) for n in range(1, 6)]
    assert [case.pk for page in pages for case in page] == [
        case.pk for case in case_selectors.filter_cases(VISITOR, filters)
    ]


def test_facets_count_as_if_only_other_groups_were_chosen(site_tree: Any) -> None:
    make_case(themes=("wonen",), status="loopt")
    make_case(themes=("werken",), status="gestopt")
    counts = facet_counts("thema=wonen")
    assert (counts["thema=wonen"], counts["thema=werken"]) == (1, 1)
    assert counts["status=loopt"] == 1
    assert "status=gestopt" not in counts


def test_case_without_wijk_or_problem_counts_in_no_gemeente_or_problem(site_tree: Any) -> None:
    make_case(themes=("wonen",))
    placed = make_case(themes=("wonen",), problems=("WO01",))
    put_in_wijk(placed, "arnhem-klarendal")
    counts = facet_counts()
    assert {name: count for name, count in counts.items() if name.startswith(("gemeente", "probleem"))} == {
        "gemeente=arnhem": 1,
        "probleem=WO01": 1,
    }


def test_counting_of_facets_asks_no_question_per_case(site_tree: Any) -> None:
    make_case(themes=("wonen",))
    with CaptureQueriesContext(connection) as queries:
        facet_counts()
    assert not [query["sql"] for query in queries if "EXISTS" in query["sql"]]


def test_wijk_with_many_cases_shows_the_newest_and_links_to_the_list_of_all(
    site_tree: Any, client: Client
) -> None:
    wijk = make_wijk_page("arnhem-klarendal")
    for year in range(2000, 2000 + MOST_CASES + 1):
        put_in_wijk(make_case(title=f"Aanpak uit {year}", period_from=year), "arnhem-klarendal")
    hidden = make_case(title="Besloten aanpak", period_from=2024)
    put_in_wijk(hidden, "arnhem-klarendal")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    page = client.get(wijk.url).content.decode()
    assert page.count('<article class="kw-card">') == MOST_CASES
    assert "Aanpak uit 2000" not in page, "the oldest"
    assert f'href="/kennis/?wijk=arnhem-klarendal">Alle {MOST_CASES + 1} aanpakken' in page
    listed = client.get("/kennis/?wijk=arnhem-klarendal").content.decode()
    assert listed.count('<article class="kw-card">') == MOST_CASES + 1


def test_wijk_with_few_cases_shows_them_all_without_a_link(site_tree: Any, client: Client) -> None:
    wijk = make_wijk_page("arnhem-klarendal")
    put_in_wijk(make_case(), "arnhem-klarendal")
    page = client.get(wijk.url).content.decode()
    assert page.count('<article class="kw-card">') == 1
    assert "/kennis/?wijk=" not in page


def test_list_of_a_wijk_says_so_and_stays_with_it_when_filtered_further(
    site_tree: Any, client: Client
) -> None:
    put_in_wijk(make_case(themes=("wonen",)), "arnhem-klarendal")
    page = client.get("/kennis/?wijk=arnhem-klarendal").content.decode()
    assert "Alleen in Klarendal (Arnhem)." in page
    assert '<input type="hidden" name="wijk" value="arnhem-klarendal">' in page
    assert "Alleen in" not in client.get("/kennis/").content.decode()


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
    assert made["regelingen"] == 19
    assert made["kenniscentra"] == 9
    assert made["praktijken"] >= 28
    assert sum(load_examples().values()) == 0
    states = [page.state_on(timezone.localdate()) for page in SchemePage.objects.all()]
    assert {state: states.count(state) for state in SchemeState} == {
        SchemeState.OPEN: 17,
        SchemeState.STRAKS: 1,
        SchemeState.DICHT: 1,
    }
    for page in SchemePage.objects.exclude(closes_on=None):
        assert page.is_example
        assert page.title.startswith("Voorbeeld")
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


def test_page_says_nothing_that_nobody_filled_in(site_tree: object, client: Client) -> None:
    bare = client.get(make_case().url).content.decode()
    for said in (
        "Geen rol",
        "Niet bekend",
        "Totaalbedrag",
        "<dt>Schaal",
        "<dt>Kosten",
        "<dt>Rol van bewoners",
    ):
        assert said not in bare
    told = make_case(
        resident_role="adviseren", scale="straat", costs_class="2", costs_text="Uit het wijkbudget"
    )
    page = client.get(told.url).content.decode()
    for said in (
        "<dt>Rol van bewoners</dt><dd>Geven advies",
        "<dt>Schaal</dt><dd>Straat",
        "Uit het wijkbudget",
    ):
        assert said in page
    assert CostsClass.TWEE.label in page
    amount = make_case(costs_class="nvt", costs_min=500, costs_max=500, price_year=2020)
    assert "Totaalbedrag" in client.get(amount.url).content.decode()


def test_front_page_promises_no_more_reasons_than_the_page_it_leads_to(
    site_tree: Any, client: Client
) -> None:
    promise = "Waar wij het zeker genoeg weten, ziet u waarom."
    assert [promise in client.get(address).content.decode() for address in ("/", "/antwoord/")] == [
        True,
        True,
    ]
    assert "en u ziet waarom" not in client.get("/").content.decode()
