"""Reads of the knowledge base. Each takes the viewer, so that nobody can forget what is hidden."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ShownPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.query import PageQuerySet

from knowledge.cases.filters import CLOSED, LOOKUPS, SORTS, UNSORTED, CaseFilters
from knowledge.cases.sight import CaseSight
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
    value and label of what that field points to, None when it holds a word that an enum knows. `once`: no two rows of a
    case have the same value."""

    title: str
    value: str
    rows: type[Model] | None = None
    case: str = "casepage"
    named: tuple[type[Model], str, str] | None = None
    once: bool = False


FACETS = {
    "thema": FacetField("Thema", "theme", CasePage.themes.through, named=(Theme, "code", "name"), once=True),
    "soort": FacetField("Soort", "kind"),
    "status": FacetField("Status", "status"),
    "bewijs": FacetField("Bewijs", "evidence_level"),
    OUTCOME: FacetField("Uitkomst over", "domain", CaseOutcome, "page"),
    "gemeente": FacetField(
        "Gemeente", "wijk__gemeente", CasePage.wijken.through, named=(Gemeente, "slug", "name")
    ),
    "probleem": FacetField(
        "Probleem",
        "problemlabel",
        CasePage.problems.through,
        named=(ProblemLabel, "code", "label"),
        once=True,
    ),
}


# What a relation is filtered by: the rows that point to a case, their field that does, and what they are asked.
ROWS: Mapping[str, tuple[type[Model], str, str]] = {
    "thema": (CasePage.themes.through, "casepage", "theme__in"),
    "probleem": (CasePage.problems.through, "casepage", "problemlabel__in"),
    "gemeente": (CasePage.wijken.through, "casepage", "wijk__gemeente__slug__in"),
    "wijk": (CasePage.wijken.through, "casepage", "wijk__slug__in"),
    OUTCOME: (CaseOutcome, "page", "domain__in"),
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


def page_of_cases(sight: CaseSight, filters: CaseFilters, *, number: str | None, most: int) -> ShownPage[Any]:
    """One page of these. Put in order by their keys: a case is long, and to sort ten thousand of them reads them all."""
    # Of a list the paginator asks its number and a slice, and the stubs want more.
    keys: Any = CaseKeys(_narrow(sight.cases(), filters), filters.sort)
    shown: ShownPage[Any] = Paginator(keys, most).get_page(number)
    shown.object_list = cases_of(sight.viewer, list(shown.object_list))
    return shown


class CaseKeys:
    """Keys in the order of a list. In the usual one those that hold come first, and stand in the order of an index: of
    ten thousand the first twenty are read."""

    def __init__(self, cases: PageQuerySet, sort: str) -> None:
        self.cases = cases
        keys = cases.order_by(*SORTS[sort][1]).values_list("pk", flat=True)
        lapsed = Q(validity__valid_until__lt=timezone.localdate())
        self.parts = [keys.exclude(lapsed), keys.filter(lapsed)] if sort == USUAL_SORT else [keys]

    def count(self) -> int:
        return int(self.cases.count())

    def __getitem__(self, wanted: slice) -> list[int]:
        found: list[int] = []
        start, stop = wanted.start, wanted.stop
        for part in self.parts:
            found += part[max(start, 0) : stop]
            if len(found) == wanted.stop - wanted.start:
                break
            before = part.count()
            start, stop = start - before, stop - before
            if stop <= 0:
                break
        return found


def case_facets(sight: CaseSight, filters: CaseFilters, *, total: int) -> list[Facet]:
    """Counts per option, each as if only the other groups were chosen; options that find nothing are left out. `total` is
    the number of cases with all filters.

    One or two queries per facet, and up to two more for outcomes without a domain.
    """
    free = [
        field.value for name, field in FACETS.items() if field.rows is None and name not in filters.chosen
    ]
    words = _count_words(_narrow(sight.cases(), filters), free)
    return [_facet(name, sight, filters, words, total) for name in FACETS]


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
            found = _has_one_of(name, values)
            cases = cases.filter(found | without_domain() if UNSORTED in values else found)
    return cases


def _has_one_of(name: str, values: Sequence[str]) -> Q:
    """By the rows that point to a case where there are such: joins of several would multiply the cases."""
    if name not in ROWS:
        return Q(**{LOOKUPS[name]: values})
    return Q(pk__in=_cases_with(name, values))


def _cases_with(name: str, values: Sequence[str]) -> QuerySet[Any]:
    """Keys."""
    rows, case, lookup = ROWS[name]
    return rows._default_manager.filter(**{lookup: values}).order_by().values(case)


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
    name: str, sight: CaseSight, filters: CaseFilters, words: Mapping[str, Counter[str]], total: int
) -> Facet:
    field = FACETS[name]
    chosen = set(filters.chosen.get(name, ()))
    labels = dict(CLOSED[name].choices) if name in CLOSED else {}
    options = [
        FacetOption(value, label, count, value in chosen)
        for value, label, count in _named(field, _counts(name, sight, filters, words), labels)
    ]
    if field.named is None:
        order = {value: index for index, value in enumerate(CLOSED[name].values)}
        options.sort(key=lambda option: order[option.value])
    else:
        options.sort(key=lambda option: (-option.count, sort_key(option.label)))
    if name == OUTCOME and (unsorted := _without_domain(sight, filters, None if chosen else total)):
        options.append(FacetOption(UNSORTED, UNSORTED_LABEL, unsorted, UNSORTED in chosen))
    return Facet(name=name, title=field.title, options=options)


def _counts(
    name: str, sight: CaseSight, filters: CaseFilters, words: Mapping[str, Counter[str]]
) -> Mapping[Any, int]:
    """By value the number of cases. Asked of the rows that point to a case, not by joins from it: of 10,000 cases the
    problems took 150 ms else."""
    field = FACETS[name]
    if field.rows is None:
        if field.value in words:
            return words[field.value]
        cases = _narrow(sight.cases(), filters, without=name)
        return _count_words(cases, [field.value])[field.value]
    # A case has a theme or a problem once, and may have two wijken of one gemeente.
    number = Count("*") if field.once else Count(field.case, distinct=True)
    return dict(_pointing(name, sight, filters).values_list(field.value).annotate(number=number))


def _named(
    field: FacetField, counts: Mapping[Any, int], labels: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    """(value, label, number of cases); what a value is called is asked apart."""
    if field.named is None:
        yield from ((value, str(labels[value]), count) for value, count in counts.items() if value)
        return
    model, value, label = field.named
    for key, *named in model._default_manager.filter(pk__in=counts).values_list("pk", value, label):
        yield named[0], str(named[1]), counts[key]


def _pointing(name: str, sight: CaseSight, filters: CaseFilters) -> QuerySet[Any]:
    """Rows of a facet that point to a case which all other groups let through."""
    field = FACETS[name]
    if field.rows is None:
        raise ValueError(f"{name} has no rows")
    rows, own = sight.rows(field.rows, field.case), {}
    for other, values in filters.chosen.items():
        if other == name:
            continue
        if other not in ROWS:
            own[LOOKUPS[other]] = values
        elif UNSORTED in values:
            found = CasePage.objects.order_by().filter(_has_one_of(other, values) | without_domain())
            rows = rows.filter(**{f"{field.case}__in": found.values("pk")})
        else:
            rows = rows.filter(**{f"{field.case}__in": _cases_with(other, values)})
    if own:
        found = CasePage.objects.order_by().filter(**own)
        rows = rows.filter(**{f"{field.case}__in": found.values("pk")})
    return rows


def _without_domain(sight: CaseSight, filters: CaseFilters, total: int | None) -> int:
    """How many; not by `without_domain`, which asks with a subquery per row."""
    if total is None:
        total = _narrow(sight.cases(), filters, without=OUTCOME).count()
    sorted_out = _pointing(OUTCOME, sight, filters).filter(domain__gt="")
    return total - int(sorted_out.aggregate(number=Count("page", distinct=True))["number"])
