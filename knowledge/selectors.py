"""Reads of what is no case: wijken, centres, schemes. Each takes the viewer; what may not be seen is not there."""

from collections import Counter, defaultdict

from django.db.models import F
from wagtail.models import Page
from wagtail.query import PageQuerySet

from knowledge.models import CasePage, CentrePage, CentreProblem, SchemePage, WijkPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to


def published_pages(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, Page.objects.all())


def schemes_visible_to(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, SchemePage.objects.all()).order_by("-active", "sort_title")


def schemes_of(viewer: Viewer, case: CasePage) -> PageQuerySet:
    """Schemes that name this case; none for a case that was never saved, as in a preview."""
    schemes = schemes_visible_to(viewer)
    return schemes.filter(cases=case) if case.pk else schemes.none()


def centres_visible_to(viewer: Viewer) -> PageQuerySet:
    return (
        pages_visible_to(viewer, CentrePage.objects.all())
        .select_related("organisation__successor__page")
        .order_by(F("organisation__active_until").desc(nulls_first=True), "sort_title")
    )


def centre_problem_weights(viewer: Viewer) -> dict[int, dict[str, int]]:
    """Key of a centre's page, code of a problem, how well the centre helps with it. Only centres that still exist."""
    working = CentrePage.objects.filter(organisation__active_until=None)
    offers = CentreProblem.objects.filter(page__in=pages_visible_to(viewer, working))
    weights: dict[int, dict[str, int]] = defaultdict(dict)
    for page, problem, weight in offers.order_by().values_list("page", "problem", "weight"):
        weights[page][problem] = weight
    return dict(weights)


def wijk_pages_visible_to(viewer: Viewer) -> PageQuerySet:
    return (
        pages_visible_to(viewer, WijkPage.objects.all())
        .select_related("wijk__gemeente")
        .order_by("wijk__gemeente__sort_name", "sort_title")
    )


def wijken_with_same_problems(viewer: Viewer, page: WijkPage, *, limit: int = 5) -> list[WijkPage]:
    """Other wijken that share most problem labels with this one; of equals those that share the scarcest.

    Each gets `shared`, the number of labels in common.
    """
    codes = [label.pk for label in page.problems.all()]
    pages = wijk_pages_visible_to(viewer).exclude(pk=page.pk).filter(problems__in=codes)
    rows = list(pages.order_by().values_list("pk", "problems"))
    shared = Counter(pk for pk, _ in rows)
    spread = Counter(code for _, code in rows)
    scarcity = dict.fromkeys(shared, 0.0)
    for pk, code in rows:
        scarcity[pk] += 1 / spread[code]
    wijken = list(wijk_pages_visible_to(viewer).filter(pk__in=shared))
    for other in wijken:
        other.shared = shared[other.pk]
    # Sorting keeps the order by name of what is still equal.
    wijken.sort(key=lambda other: (-shared[other.pk], -round(scarcity[other.pk], 9)))
    return wijken[:limit]
