"""What each page type shows: one function a template, built from selectors only."""

from itertools import groupby
from typing import Any

from django.db.models import Count
from django.http import QueryDict

from knowledge import selectors
from knowledge.filters import SORTS, CaseFilters
from knowledge.models import CasePage, WijkPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.charts.map import MapPoint, MapView, build_map
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme


def home(viewer: Viewer) -> dict[str, Any]:
    cases = selectors.cases_visible_to(viewer)
    wijken = list(selectors.wijk_pages_visible_to(viewer))
    return {
        "latest": cases.order_by("-first_published_at", "-period_from").prefetch_related(
            *selectors.CARD_RELATIONS
        )[:6],
        "themes": Theme.objects.all(),
        "case_count": cases.count(),
        "wijk_count": len(wijken),
        "groups": by_gemeente(wijken),
        "map": wijk_map(wijken),
    }


def case_list(viewer: Viewer, query: QueryDict) -> dict[str, Any]:
    filters = CaseFilters.from_query(query)
    return {
        "cases": selectors.filter_cases(viewer, filters),
        "facets": selectors.case_facets(viewer, filters),
        "filters": filters,
        "sorts": [(value, label, value == filters.sort) for value, (label, _) in SORTS.items()],
    }


def case_detail(viewer: Viewer, case: CasePage) -> dict[str, Any]:
    return {
        "case_wijken": case.wijken.select_related("gemeente"),
        "case_problems": case.problems.all(),
        "case_schemes": selectors.schemes_of(viewer, case),
        "wijk_urls": _wijk_urls(viewer, case),
        "cross_cutting": CasePage._meta.get_field("cross_cutting").labels(case.cross_cutting),
    }


def wijk_list(viewer: Viewer) -> dict[str, Any]:
    pages = list(selectors.wijk_pages_visible_to(viewer))
    counts = dict(
        selectors.cases_visible_to(viewer)
        .exclude(wijken=None)
        .order_by()
        .values_list("wijken")
        .annotate(Count("pk", distinct=True))
    )
    for page in pages:
        page.case_count = counts.get(page.wijk_id, 0)
    return {"groups": by_gemeente(pages), "map": wijk_map(pages), "page_count": len(pages)}


def by_gemeente(pages: list[WijkPage]) -> list[tuple[Gemeente, list[WijkPage]]]:
    """`pages` in order of gemeente."""
    return [
        (gemeente, list(members)) for gemeente, members in groupby(pages, key=lambda page: page.wijk.gemeente)
    ]


def wijk_detail(viewer: Viewer, page: WijkPage) -> dict[str, Any]:
    return {
        "wijk": page.wijk,
        "problems": page.problems.all(),
        "cases": selectors.cases_in_wijk(viewer, page.wijk),
        "alike": selectors.wijken_with_same_problems(viewer, page),
    }


def problems_by_theme() -> list[tuple[str, list[ProblemLabel]]]:
    labels = ProblemLabel.objects.select_related("theme").order_by("order")
    return [
        (theme.name if theme else "Algemeen", list(members))
        for theme, members in groupby(labels, key=lambda label: label.theme)
    ]


def wijk_map(pages: list[WijkPage]) -> MapView:
    """The 40 wijken as dots; areas without a position stand in the list only."""
    return build_map(
        [
            MapPoint(
                lat=page.wijk.lat,
                lon=page.wijk.lon,
                label=page.title,
                group=page.wijk.gemeente.name,
                url=page.url or "",
                tone=Programme.KRACHTWIJK40,
            )
            for page in pages
            if page.wijk.lat is not None and page.wijk.lon is not None
        ]
    )


def _wijk_urls(viewer: Viewer, case: CasePage) -> dict[int, str]:
    pages = selectors.wijk_pages_visible_to(viewer).filter(wijk__in=case.wijken.all())
    return {page.wijk_id: page.url for page in pages}
