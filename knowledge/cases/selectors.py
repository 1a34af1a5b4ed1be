"""Reads of the knowledge base. Each takes the viewer, so that nobody can forget what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from wagtail.query import PageQuerySet

from knowledge.cases.filters import CLOSED, LOOKUPS, SORTS, CaseFilters
from knowledge.models import CasePage
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


def cases_in_wijk(viewer: Viewer, wijk: Wijk) -> QuerySet[CasePage]:
    return (
        cases_visible_to(viewer)
        .filter(wijken=wijk)
        .order_by("-period_from")
        .prefetch_related(*CARD_RELATIONS)
    )


def cases_with_same_problems(viewer: Viewer, case: CasePage, *, limit: int = 4) -> list[CasePage]:
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
