"""What the pages of wijken show: per gemeente, on a map, and what one has in common with others."""

from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from knowledge.cases.selectors import cases_in_wijk, cases_visible_to
from knowledge.discovery.twins import twin_of
from knowledge.models import Replication, WijkIndexPage, WijkPage
from knowledge.selectors import wijk_pages_visible_to, wijken_with_same_problems
from krachtwijken.core.charts.map import MapPoint, MapView, build_map
from krachtwijken.core.discovery import couplings_of_wijk
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import Gemeente
from krachtwijken.core.page_context import page_context

# As many as can be looked over; the list with filters has all.
MOST_CASES = 10


@page_context(WijkIndexPage)
def wijk_list(request: HttpRequest, page: WijkIndexPage) -> dict[str, Any]:
    wijk_pages = list(wijk_pages_visible_to(request.user))
    counts = dict(
        cases_visible_to(request.user)
        .filter(wijken__isnull=False)
        .order_by()
        .values_list("wijken")
        .annotate(Count("pk", distinct=True))
    )
    for wijk_page in wijk_pages:
        wijk_page.case_count = counts.get(wijk_page.wijk_id, 0)
    return {
        "groups": group_by_gemeente(wijk_pages),
        "map": map_of_wijken(request, wijk_pages),
        "page_count": len(wijk_pages),
    }


@page_context(WijkPage)
def wijk_detail(request: HttpRequest, page: WijkPage) -> dict[str, Any]:
    cases = cases_in_wijk(request.user, page.wijk)
    problems = list(page.problems.all())
    alike = wijken_with_same_problems(request.user, page)
    return {
        "wijk": page.wijk,
        "couplings": couplings_of_wijk.current()(page.wijk_id),
        "problems": problems,
        "cases": cases.select_related("owner_organisation")[:MOST_CASES],
        "case_count": cases.count(),
        "taken_over": list(
            Replication.objects.filter(wijk=page.wijk_id, page__in=cases_visible_to(request.user))
            .select_related("page__owner_organisation")
            .order_by("-year", "page__sort_title", "pk")[:MOST_CASES]
        ),
        "twin": twin_of(request.user, problems, alike),
        "alike": alike[1:],
    }


def group_by_gemeente(pages: list[WijkPage]) -> list[tuple[Gemeente, list[WijkPage]]]:
    """`pages` in order of gemeente."""
    return [
        (gemeente, list(members)) for gemeente, members in groupby(pages, key=lambda page: page.wijk.gemeente)
    ]


def map_of_wijken(request: HttpRequest, pages: list[WijkPage]) -> MapView:
    """The 40 wijken as dots; areas without a position stand in the list only."""
    return build_map(
        [
            MapPoint(
                lat=page.wijk.lat,
                lon=page.wijk.lon,
                label=page.title,
                group=page.wijk.gemeente.name,
                url=page.get_url(request) or "",
                tone=Programme.KRACHTWIJK40,
            )
            for page in pages
            if page.wijk.lat is not None and page.wijk.lon is not None
        ]
    )
