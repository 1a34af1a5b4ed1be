"""What the pages of cases show."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from knowledge.cases.filters import SORTS, CaseFilters
from knowledge.cases.selectors import FACETS, case_facets, page_of_cases
from knowledge.cases.sight import CaseSight
from knowledge.centres.assessments import assessment_of, shown_answers
from knowledge.discovery.structured import absolute, case_data
from knowledge.links.selectors import broken_links_on
from knowledge.models import CaseIndexPage, CasePage
from knowledge.selectors import schemes_of, wijk_pages_visible_to
from knowledge.spread.drawing import draw_spread
from knowledge.spread.rules import spread_of
from knowledge.validity.rules import may_confirm
from krachtwijken.core.models import Wijk
from krachtwijken.core.page_context import page_context
from krachtwijken.core.visibility import restrictions_read_once

CASES_PER_PAGE = 20


@page_context(CaseIndexPage)
def case_list(request: HttpRequest, page: CaseIndexPage) -> dict[str, Any]:
    filters = CaseFilters.from_query(request.GET)
    with restrictions_read_once(request.user):
        sight = CaseSight.of(request.user)
        shown = page_of_cases(sight, filters, number=request.GET.get("page"), most=CASES_PER_PAGE)
        facets = case_facets(sight, filters, total=shown.paginator.count)
    return {
        "facets": facets,
        "filters": filters,
        "only_in": Wijk.objects.filter(slug__in=filters.chosen.get("wijk", ())).select_related("gemeente"),
        "without_facet": [
            (name, value) for name, values in filters.chosen.items() if name not in FACETS for value in values
        ],
        "sorts": [(value, label, value == filters.sort) for value, (label, _) in SORTS.items()],
        "page_obj": shown,
        "feed_query": f"?{urlencode(filters.chosen, doseq=True)}" if filters else "",
        "can_compare": len(shown.object_list) > 1,
    }


@page_context(CasePage)
def case_detail(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    wijken, problems = list(page.wijken.select_related("gemeente")), list(page.problems.all())
    spread = spread_of(page, wijken)
    wijk_pages = wijk_pages_visible_to(request.user).filter(
        wijk__in=[*wijken, *(row.wijk_id for row in spread.replications if row.wijk_id)]
    )
    assessment = assessment_of(page)
    return {
        "assessment": assessment,
        "citation": cite_case(page),
        "assessment_answers": shown_answers(assessment),
        "spread": spread,
        "spread_drawing": draw_spread(
            page, spread, [f"{wijk.name} ({wijk.gemeente.name})" for wijk in wijken]
        ),
        "case_wijken": wijken,
        "case_problems": problems,
        "case_data": case_data(
            page,
            request,
            about=[problem.label for problem in problems],
            places=[str(wijk) for wijk in wijken],
        ),
        "broken_links": broken_links_on(page),
        "validity": getattr(page, "validity", None) if page.pk else None,
        "may_confirm": bool(page.live) and may_confirm(request.user, page),
        "case_schemes": schemes_of(request.user, page),
        "wijk_urls": {wijk_page.wijk_id: wijk_page.get_url(request) for wijk_page in wijk_pages},
        "cross_cutting": CasePage._meta.get_field("cross_cutting").labels(page.cross_cutting),
    }


def cite_case(page: CasePage) -> str:
    """With the day of this version, since a case changes; empty before the first publication."""
    if page.last_published_at is None or not page.pk:
        return ""
    day = date_format(timezone.localtime(page.last_published_at), "j F Y")
    owner = f"{page.owner_organisation.name}. " if page.owner_organisation else ""
    return f"{page.title}. {owner}Krachtwijken, versie van {day}. {absolute(page.url or '/')}"
