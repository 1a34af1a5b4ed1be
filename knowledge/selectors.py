"""Reads of the knowledge base. Each takes the viewer, so that nobody can forget what is hidden."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from knowledge.filters import CLOSED, LOOKUPS, SORTS, CaseFilters
from knowledge.models import CasePage, CentrePage, SchemePage, WijkPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Wijk
from krachtwijken.core.visibility import pages_visible_to

CARD_RELATIONS = ("themes", "wijken__gemeente")


@dataclass(frozen=True)
class FacetOption:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: Sequence[FacetOption]

    @property
    def has_chosen(self) -> bool:
        return any(option.chosen for option in self.options)


# name -> (title, value field, label field or None when the enum knows it)
FACETS: dict[str, tuple[str, str, str | None]] = {
    "thema": ("Thema", "themes__code", "themes__name"),
    "soort": ("Soort", "kind", None),
    "status": ("Status", "status", None),
    "bewijs": ("Bewijs", "evidence_level", None),
    "gemeente": ("Gemeente", "wijken__gemeente__slug", "wijken__gemeente__name"),
    "probleem": ("Probleem", "problems__code", "problems__label"),
}


def cases_visible_to(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, CasePage.objects.all())


def published_pages(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, Page.objects.all())


def filter_cases(viewer: Viewer, filters: CaseFilters) -> QuerySet[CasePage]:
    """Visible cases that match every filter group, any value within a group; ready to be shown as cards."""
    return (
        _narrow(cases_visible_to(viewer), filters)
        .order_by(*SORTS[filters.sort][1])
        .prefetch_related(*CARD_RELATIONS)
    )


def case_facets(viewer: Viewer, filters: CaseFilters) -> list[Facet]:
    """Counts per option, each as if only the other groups were chosen; options that find nothing are left out.

    One query per facet, and one for the restrictions.
    """
    visible = cases_visible_to(viewer)
    return [_facet(name, visible, filters) for name in FACETS]


def schemes_visible_to(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, SchemePage.objects.all()).order_by("-active", "title")


def schemes_of(viewer: Viewer, case: CasePage) -> PageQuerySet:
    """Schemes that name this case; none for a case that was never saved, as in a preview."""
    schemes = schemes_visible_to(viewer)
    return schemes.filter(cases=case) if case.pk else schemes.none()


def centres_visible_to(viewer: Viewer) -> PageQuerySet:
    return (
        pages_visible_to(viewer, CentrePage.objects.all())
        .select_related("organisation__successor__page")
        .order_by(F("organisation__active_until").desc(nulls_first=True), "title")
    )


def wijk_pages_visible_to(viewer: Viewer) -> PageQuerySet:
    return (
        pages_visible_to(viewer, WijkPage.objects.all())
        .select_related("wijk__gemeente")
        .order_by("wijk__gemeente__name", "title")
    )


def cases_in_wijk(viewer: Viewer, wijk: Wijk) -> QuerySet[CasePage]:
    return (
        cases_visible_to(viewer)
        .filter(wijken=wijk)
        .order_by("-period_from")
        .prefetch_related(*CARD_RELATIONS)
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
    found = list(wijk_pages_visible_to(viewer).filter(pk__in=shared))
    for other in found:
        other.shared = shared[other.pk]
    # Sorting keeps the order by name of what is still equal.
    found.sort(key=lambda other: (-shared[other.pk], -round(scarcity[other.pk], 9)))
    return found[:limit]


def similar_cases(viewer: Viewer, case: CasePage, *, limit: int = 4) -> list[CasePage]:
    """Cases with most problem labels in common; the page itself left out."""
    codes = [label.pk for label in case.problems.all()]
    return list(
        cases_visible_to(viewer)
        .exclude(pk=case.pk)
        .filter(problems__in=codes)
        .annotate(shared=Count("problems", distinct=True))
        .order_by("-shared", "-period_from", "title")
        .prefetch_related(*CARD_RELATIONS)[:limit]
    )


def cases_of(viewer: Viewer, keys: Sequence[int], *relations: str) -> list[CasePage]:
    """The visible ones of these, in the order asked for, ready to be shown as cards."""
    rows = cases_visible_to(viewer).filter(pk__in=keys).order_by()
    found = {case.pk: case for case in rows.prefetch_related(*CARD_RELATIONS, *relations)}
    return [found[key] for key in keys if key in found]


def cases_to_compare(viewer: Viewer, keys: Sequence[int]) -> list[CasePage]:
    """The same, with all that a comparison shows."""
    return cases_of(viewer, keys, "problems", "conditions", "partners")


def _narrow(cases: PageQuerySet, filters: CaseFilters, *, without: str = "") -> PageQuerySet:
    for name, values in filters.chosen.items():
        if name != without:
            # A subquery per group: joins of several many-to-many filters would multiply rows.
            matching = CasePage.objects.filter(**{LOOKUPS[name]: values}).values("pk")
            cases = cases.filter(pk__in=matching)
    return cases


def _facet(name: str, visible: PageQuerySet, filters: CaseFilters) -> Facet:
    title, value_field, label_field = FACETS[name]
    chosen = set(filters.chosen.get(name, ()))
    fields = [value_field] if label_field is None else [value_field, label_field]
    rows = (
        _narrow(visible, filters, without=name)
        .exclude(**{value_field: None})
        .order_by()
        .values_list(*fields)
        .annotate(count=Count("pk", distinct=True))
    )
    labels = dict(CLOSED[name].choices) if label_field is None else {}
    options = [
        FacetOption(
            value=row[0], label=str(labels.get(row[0], row[-2])), count=row[-1], chosen=row[0] in chosen
        )
        for row in rows
    ]
    if label_field is None:
        order = {value: index for index, value in enumerate(CLOSED[name].values)}
        options.sort(key=lambda option: order[option.value])
    else:
        options.sort(key=lambda option: (-option.count, option.label))
    return Facet(name=name, title=title, options=options)
