"""Reads of the knowledge base. Each takes the viewer, so that nobody can forget what is hidden."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from wagtail.query import PageQuerySet

from knowledge.cases.filters import CLOSED, LOOKUPS, SORTS, UNSORTED, CaseFilters
from knowledge.models import CaseOutcome, CasePage
from knowledge.models.outcome import UNSORTED as UNSORTED_LABEL
from knowledge.validity.ranking import lapsed_last
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme, Wijk
from krachtwijken.core.text import sort_key
from krachtwijken.core.visibility import pages_visible_to

OUTCOME = "uitkomst"
CARD_RELATIONS = ("themes", "wijken__gemeente", "validity")
# Who asked for an order by year or title gets that order.
USUAL_SORT = "nieuw"


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


@dataclass(frozen=True)
class FacetField:
    """`value` is the field that is counted, of the case itself or of `rows`, which point to it by `case`. `named` are the
    value and label of what that field points to, None when it holds a word that an enum knows."""

    title: str
    value: str
    rows: type[Model] | None = None
    case: str = "casepage"
    named: tuple[type[Model], str, str] | None = None


FACETS = {
    "thema": FacetField("Thema", "theme", CasePage.themes.through, named=(Theme, "code", "name")),
    "soort": FacetField("Soort", "kind"),
    "status": FacetField("Status", "status"),
    "bewijs": FacetField("Bewijs", "evidence_level"),
    OUTCOME: FacetField("Uitkomst over", "domain", CaseOutcome, "page"),
    "gemeente": FacetField(
        "Gemeente", "wijk__gemeente", CasePage.wijken.through, named=(Gemeente, "slug", "name")
    ),
    "probleem": FacetField(
        "Probleem", "problemlabel", CasePage.problems.through, named=(ProblemLabel, "code", "label")
    ),
}


def cases_visible_to(viewer: Viewer) -> PageQuerySet:
    return pages_visible_to(viewer, CasePage.objects.all())


def filter_cases(viewer: Viewer, filters: CaseFilters) -> QuerySet[CasePage]:
    """Visible cases that match every filter group, any value within a group; ready to be shown as cards."""
    order = SORTS[filters.sort][1]
    return (
        _narrow(cases_visible_to(viewer), filters)
        .order_by(*([lapsed_last(), *order] if filters.sort == USUAL_SORT else order))
        .prefetch_related(*CARD_RELATIONS)
    )


def case_facets(viewer: Viewer, filters: CaseFilters) -> list[Facet]:
    """Counts per option, each as if only the other groups were chosen; options that find nothing are left out.

    One or two queries per facet, two for outcomes without a domain, and one for the restrictions.
    """
    visible = cases_visible_to(viewer)
    free = [
        field.value for name, field in FACETS.items() if field.rows is None and name not in filters.chosen
    ]
    words = _count_words(_narrow(visible, filters).order_by(), free)
    return [_facet(name, visible, filters, words) for name in FACETS]


def cases_in_wijk(viewer: Viewer, wijk: Wijk) -> QuerySet[CasePage]:
    """Newest first. A wijk may have hundreds: show some, and link to the list of all."""
    return (
        cases_visible_to(viewer)
        .filter(wijken=wijk)
        .order_by(lapsed_last(), "-period_from")
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
        .order_by("-shared", "-period_from", "sort_title")
        .prefetch_related(*CARD_RELATIONS)[:limit]
    )


def cases_of(viewer: Viewer, keys: Sequence[int], *relations: str) -> list[CasePage]:
    """The visible ones of these, in the order asked for, ready to be shown as cards."""
    rows = cases_visible_to(viewer).filter(pk__in=keys).order_by()
    by_key = {case.pk: case for case in rows.prefetch_related(*CARD_RELATIONS, *relations)}
    return [by_key[key] for key in keys if key in by_key]


def cases_to_compare(viewer: Viewer, keys: Sequence[int]) -> list[CasePage]:
    """The same, with all that a comparison shows."""
    relations = (
        "problems",
        "conditions",
        "outcomes",
        "partners",
        "replications__wijk__gemeente",
        "replications__gemeente",
    )
    return cases_of(viewer, keys, *relations)


def _narrow(cases: PageQuerySet, filters: CaseFilters, *, without: str = "") -> PageQuerySet:
    for name, values in filters.chosen.items():
        if name != without:
            # A subquery per group: joins of several many-to-many filters would multiply rows.
            matching = CasePage.objects.filter(**{LOOKUPS[name]: values}).values("pk")
            found = Q(pk__in=matching)
            cases = cases.filter(found | without_domain() if UNSORTED in values else found)
    return cases


def without_domain() -> Q:
    """Of cases: no outcome says what it is about, or there is none."""
    return ~Q(Exists(CaseOutcome.objects.filter(page=OuterRef("pk")).exclude(domain="")))


def _count_words(cases: PageQuerySet, fields: Sequence[str]) -> dict[str, Counter[str]]:
    """Per field how many cases have each of its values: few combinations, so asked together."""
    counts: dict[str, Counter[str]] = {field: Counter() for field in fields}
    if fields:
        for *values, number in cases.values_list(*fields).annotate(number=Count("*")):
            for field, value in zip(fields, values, strict=True):
                counts[field][value] += number
    return counts


def _facet(
    name: str, visible: PageQuerySet, filters: CaseFilters, words: Mapping[str, Counter[str]]
) -> Facet:
    field = FACETS[name]
    chosen = set(filters.chosen.get(name, ()))
    kept = _narrow(visible, filters, without=name).order_by()
    labels = dict(CLOSED[name].choices) if name in CLOSED else {}
    options = [
        FacetOption(value, label, count, value in chosen)
        for value, label, count in _counts(field, kept, words, labels)
    ]
    if field.named is None:
        order = {value: index for index, value in enumerate(CLOSED[name].values)}
        options.sort(key=lambda option: order[option.value])
    else:
        options.sort(key=lambda option: (-option.count, sort_key(option.label)))
    if name == OUTCOME and (unsorted := _without_domain(kept)):
        options.append(FacetOption(UNSORTED, UNSORTED_LABEL, unsorted, UNSORTED in chosen))
    return Facet(name=name, title=field.title, options=options)


def _counts(
    field: FacetField, cases: PageQuerySet, words: Mapping[str, Counter[str]], labels: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    """(value, label, number of cases). Asked of the rows that point to a case, not by joins from it, and what a value is
    called apart: of 10,000 cases the problems took 150 ms else, and take 25."""
    counts: Mapping[Any, int]
    if field.rows is None:
        counts = words.get(field.value) or _count_words(cases, [field.value])[field.value]
    else:
        number = Count(field.case, distinct=True)
        counts = dict(_pointing(field, cases).values_list(field.value).annotate(number=number))
    if field.named is None:
        yield from ((value, str(labels[value]), count) for value, count in counts.items() if value)
        return
    model, value, label = field.named
    for key, *named in model._default_manager.filter(pk__in=counts).values_list("pk", value, label):
        yield named[0], str(named[1]), counts[key]


def _pointing(field: FacetField, cases: PageQuerySet) -> QuerySet[Any]:
    if field.rows is None:
        return cases
    return field.rows._default_manager.filter(**{f"{field.case}__in": cases.values("pk")}).order_by()


def _without_domain(cases: PageQuerySet) -> int:
    """How many; not by `without_domain`, which asks with a subquery per row."""
    sorted_out = _pointing(FACETS[OUTCOME], cases).filter(domain__gt="").values("page").distinct()
    return cases.count() - sorted_out.count()
