"""The feed of new cases, with the filters of their list."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from knowledge.cases.filters import CaseFilters
from knowledge.cases.selectors import filter_cases
from krachtwijken.core.models import ProblemLabel, Theme, Wijk
from search.features.clear_matches import Match
from search.features.feeds.atom import MOST, MatchFeed, newest
from search.retrieval.hydrate import plain_hit
from search.types import Kind

ALL_CASES = "Nieuwe aanpakken en experimenten"


class CaseFeed(MatchFeed):
    """Of everything, or of what the filters of the list let through: a theme, a wijk, a problem."""

    subtitle = "Wat gemeenten en kenniscentra op Krachtwijken delen."

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> CaseFilters:
        return CaseFilters.from_query(request.GET)

    def title(self, obj: CaseFilters) -> str:
        about = _names_of(obj)
        return f"{ALL_CASES}: {about}" if about else ALL_CASES

    def link(self, obj: CaseFilters) -> str:
        return f"/kennis/{_query_of(obj)}"

    def feed_url(self, obj: CaseFilters) -> str:
        return f"/kennis/feed{_query_of(obj)}"

    def items(self, obj: CaseFilters) -> list[Match]:
        cases = filter_cases(AnonymousUser(), obj).order_by("-first_published_at", "-pk")
        return newest([plain_hit(Kind.CASE, case) for case in cases[:MOST]])


def _query_of(filters: CaseFilters) -> str:
    """Always in the same order, whatever the order of the address."""
    return f"?{urlencode(filters.chosen, doseq=True)}" if filters else ""


def _names_of(filters: CaseFilters) -> str:
    """What a reader calls the themes, problems and wijken that were chosen; unknown ones are left out."""
    chosen = filters.chosen
    names = [
        *Theme.objects.filter(code__in=chosen.get("thema", ())).values_list("name", flat=True),
        *ProblemLabel.objects.filter(code__in=chosen.get("probleem", ())).values_list("label", flat=True),
        *Wijk.objects.filter(slug__in=chosen.get("wijk", ())).values_list("name", flat=True),
    ]
    return ", ".join(names)


@require_safe
@conditional_page
def case_feed(request: HttpRequest) -> HttpResponse:
    return CaseFeed()(request)
