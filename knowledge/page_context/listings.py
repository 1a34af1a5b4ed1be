"""What the lists of centres and schemes show."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from knowledge.cases.selectors import cases_visible_to
from knowledge.models import CasePage, CentreIndexPage, SchemeIndexPage, SchemePage
from knowledge.schemes.finder import find_schemes
from knowledge.selectors import centres_visible_to
from krachtwijken.core.page_context import page_context

# As many as can be looked over.
MOST_CASES = 8


@page_context(CentreIndexPage)
def centre_list(request: HttpRequest, page: CentreIndexPage) -> dict[str, Any]:
    return {"centres": centres_visible_to(request.user)}


@page_context(SchemeIndexPage)
def scheme_list(request: HttpRequest, page: SchemeIndexPage) -> dict[str, Any]:
    return {"findings": find_schemes(request.user, request.GET, today=timezone.localdate())}


@page_context(SchemePage)
def scheme_detail(request: HttpRequest, page: SchemePage) -> dict[str, Any]:
    cases = cases_visible_to(request.user).filter(schemes=page.pk) if page.pk else CasePage.objects.none()
    return {
        "state": page.state_on(timezone.localdate()),
        "scheme_problems": list(page.problems.all()),
        "scheme_themes": list(page.themes.all()),
        "scheme_cases": cases.order_by("-period_from", "sort_title")[:MOST_CASES],
    }
