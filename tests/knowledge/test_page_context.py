"""What each page of the knowledge base shows beside its own fields: no more than the viewer may see."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction

from knowledge.models import CaseIndexPage, CasePage, CentreProblem, HomePage, WijkIndexPage, WijkPage
from knowledge.page_context.cases import CASES_PER_PAGE
from knowledge.page_context.centres import GENERAL, group_by_theme
from knowledge.page_context.home import NEWEST
from knowledge.page_context.wijken import map_of_wijken
from krachtwijken.core.models import Organisation, ProblemLabel, Wijk
from krachtwijken.core.page_context import context_of_page
from tests.factories.pages import make_case, make_wijk_page


def shown_on(page: Page, query: str = "") -> dict[str, Any]:
    request = RequestFactory().get("/")
    request.user, request.GET = AnonymousUser(), QueryDict(query)
    return context_of_page(request, page.specific)


def close(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def put_in_wijk(case: Page, wijk: WijkPage) -> None:
    page = case.specific
    page.wijken = [wijk.wijk]
    page.save_revision().publish()


def test_front_page_counts_and_shows_only_what_a_visitor_may_read(site_tree: Any) -> None:
    cases = [make_case() for _ in range(NEWEST + 2)]
    open_wijk, closed_wijk = make_wijk_page("arnhem-klarendal"), make_wijk_page("alkmaar-overdie")
    close(cases[-1])
    close(closed_wijk)
    shown = shown_on(HomePage.objects.get())
    assert shown["case_count"] == NEWEST + 1
    assert [case.pk for case in shown["latest"]] == [case.pk for case in reversed(cases[1:-1])]
    assert shown["wijk_count"] == 1
    assert [(gemeente.name, [page.pk for page in pages]) for gemeente, pages in shown["groups"]] == [
        ("Arnhem", [open_wijk.pk])
    ]


def test_list_of_wijken_counts_the_cases_that_a_visitor_may_read(site_tree: Any) -> None:
    busy, quiet = make_wijk_page("arnhem-klarendal"), make_wijk_page("arnhem-presikhaaf")
    for _ in range(3):
        put_in_wijk(make_case(), busy)
    hidden = make_case()
    put_in_wijk(hidden, busy)
    close(hidden)
    ((_, pages),) = shown_on(WijkIndexPage.objects.get())["groups"]
    assert {page.pk: page.case_count for page in pages} == {busy.pk: 3, quiet.pk: 0}


def test_wijk_without_a_place_on_the_map_stands_in_the_list_only(site_tree: Any) -> None:
    placed, unplaced = make_wijk_page("arnhem-klarendal"), make_wijk_page("arnhem-presikhaaf")
    Wijk.objects.filter(pk=unplaced.wijk_id).update(lat=None)
    pages = list(WijkPage.objects.filter(pk__in=[placed.pk, unplaced.pk]).select_related("wijk__gemeente"))
    assert [dot.label for dot in map_of_wijken(RequestFactory().get("/"), pages).dots] == [placed.title]


def test_case_links_to_the_pages_of_its_wijken_that_a_visitor_may_read(site_tree: Any) -> None:
    open_wijk, closed_wijk = make_wijk_page("arnhem-klarendal"), make_wijk_page("alkmaar-overdie")
    case = make_case().specific
    case.wijken = [open_wijk.wijk, closed_wijk.wijk]
    case.save_revision().publish()
    close(closed_wijk)
    shown = shown_on(case)
    assert {wijk.pk for wijk in shown["case_wijken"]} == {open_wijk.wijk_id, closed_wijk.wijk_id}
    assert shown["wijk_urls"] == {open_wijk.wijk_id: open_wijk.url}


@pytest.mark.parametrize(("query", "number"), [("page=2", 2), ("page=99", 2), ("page=x", 1)])
def test_list_of_cases_gives_the_page_asked_for_or_one_that_exists(
    site_tree: Any, query: str, number: int
) -> None:
    for _ in range(CASES_PER_PAGE + 1):
        make_case()
    page = shown_on(CaseIndexPage.objects.get(), query)["page_obj"]
    assert (page.number, page.paginator.count) == (number, CASES_PER_PAGE + 1)


def test_problems_of_a_centre_stand_per_theme_with_what_it_helps_best_first(reference: None) -> None:
    general = ProblemLabel.objects.filter(theme=None).order_by("order")[0]
    homes = list(ProblemLabel.objects.filter(theme_id="wonen").order_by("order")[:3])
    offers = [
        CentreProblem(problem=homes[0], weight=1),
        CentreProblem(problem=homes[2], weight=3),
        CentreProblem(problem=general, weight=1),
        CentreProblem(problem=homes[1], weight=3),
        CentreProblem(problem=None, weight=3),
    ]
    grouped = [(name, [offer.problem for offer in members]) for name, members in group_by_theme(offers)]
    assert grouped == [(GENERAL, [general]), (str(homes[0].theme.name), [homes[1], homes[2], homes[0]])]


def test_case_says_how_to_refer_to_it_with_its_owner_and_the_day_of_its_version(site_tree: Any) -> None:
    owner = Organisation.objects.create(name="Platform X", slug="platform-x", kind="kenniscentrum")
    case = make_case(title="Huiskamer", owner_organisation=owner)
    CasePage.objects.filter(pk=case.pk).update(last_published_at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    case = CasePage.objects.get(pk=case.pk)
    told = shown_on(case)["citation"]
    assert told.startswith("Huiskamer. Platform X. Krachtwijken, versie van 3 mei 2026. http")
    assert shown_on(CasePage(title="Nog niets", period_from=2020))["citation"] == ""
