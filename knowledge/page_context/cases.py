"""What the pages of cases show."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from knowledge.cases.filters import SORTS, CaseFilters
from knowledge.cases.selectors import case_facets, filter_cases
from knowledge.models import CaseIndexPage, CasePage
from knowledge.selectors import schemes_of, wijk_pages_visible_to
from krachtwijken.core.page_context import page_context

CASES_PER_PAGE = 20


@page_context(CaseIndexPage)
def case_list(request: HttpRequest, page: CaseIndexPage) -> dict[str, Any]:
    filters = CaseFilters.from_query(request.GET)
    cases = filter_cases(request.user, filters)
    shown = Paginator(cases, CASES_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "facets": case_facets(request.user, filters),
        "filters": filters,
        "sorts": [(value, label, value == filters.sort) for value, (label, _) in SORTS.items()],
        "page_obj": shown,
        "can_compare": len(shown.object_list) > 1,
    }


@page_context(CasePage)
def case_detail(request: HttpRequest, page: CasePage) -> dict[str, Any]:
    wijk_pages = wijk_pages_visible_to(request.user).filter(wijk__in=page.wijken.all())
    return {
        "case_wijken": page.wijken.select_related("gemeente"),
        "case_problems": page.problems.all(),
        "case_schemes": schemes_of(request.user, page),
        "wijk_urls": {wijk_page.wijk_id: wijk_page.url for wijk_page in wijk_pages},
        "cross_cutting": CasePage._meta.get_field("cross_cutting").labels(page.cross_cutting),
    }
