"""What the front page shows."""

from typing import Any

from django.http import HttpRequest

from knowledge.cases.selectors import CARD_RELATIONS, cases_visible_to
from knowledge.models import HomePage
from knowledge.page_context.wijken import group_by_gemeente, map_of_wijken
from knowledge.selectors import wijk_pages_visible_to
from krachtwijken.core.models import Theme
from krachtwijken.core.page_context import page_context

NEWEST = 6


@page_context(HomePage)
def home(request: HttpRequest, page: HomePage) -> dict[str, Any]:
    cases = cases_visible_to(request.user)
    newest = cases.order_by("-first_published_at", "-period_from").prefetch_related(*CARD_RELATIONS)
    wijk_pages = list(wijk_pages_visible_to(request.user))
    return {
        "latest": newest[:NEWEST],
        "themes": Theme.objects.all(),
        "case_count": cases.count(),
        "wijk_count": len(wijk_pages),
        "groups": group_by_gemeente(wijk_pages),
        "map": map_of_wijken(request, wijk_pages),
    }
