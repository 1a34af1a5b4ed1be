"""What a visitor asks of the finder, and what it finds. There are tens of schemes, so they are read once and counted here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from knowledge.cases.selectors import Facet, FacetOption
from knowledge.enums import Applicant, SchemeKind, SchemeState
from knowledge.models import SchemePage
from knowledge.selectors import schemes_visible_to
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel, Theme
from krachtwijken.core.query_params import choices_param

# (value, label) pairs of one scheme.
ValuesOf = Callable[[SchemePage, date], list[tuple[str, str]]]


def _themes(page: SchemePage, _today: date) -> list[tuple[str, str]]:
    return [(theme.code, theme.name) for theme in page.themes.all()]


def _problems(page: SchemePage, _today: date) -> list[tuple[str, str]]:
    return [(problem.code, problem.label) for problem in page.problems.all()]


def _applicants(page: SchemePage, _today: date) -> list[tuple[str, str]]:
    return [(value, str(Applicant(value).label)) for value in page.applicants]


def _state(page: SchemePage, today: date) -> list[tuple[str, str]]:
    state = page.state_on(today)
    return [(state.value, str(state.label))]


def _kind(page: SchemePage, _today: date) -> list[tuple[str, str]]:
    return [(page.kind, page.get_kind_display())]


# name in the address -> (title, values, the order of the values or None for most first)
GROUPS: Mapping[str, tuple[str, ValuesOf, list[str] | None]] = {
    "thema": ("Thema", _themes, None),
    "voor": ("Wie mag aanvragen", _applicants, Applicant.values),
    "open": ("Tot wanneer", _state, SchemeState.values),
    "soort": ("Soort", _kind, SchemeKind.values),
    "probleem": ("Probleem", _problems, None),
}


@dataclass(frozen=True)
class SchemeFindings:
    """`unknown` are titles of groups in which the address asked for what does not exist."""

    schemes: list[SchemePage]
    facets: list[Facet]
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    today: date | None = None


def find_schemes(viewer: Viewer, query: QueryDict, *, today: date) -> SchemeFindings:
    """As many queries for many schemes as for few. What exists but fits no scheme finds nothing; what does not exist is
    said and left out."""
    pages = list(schemes_visible_to(viewer).prefetch_related("themes", "problems"))
    for page in pages:
        page.shown_state = page.state_on(today)
    asked = {name: choices_param(query, name) for name in GROUPS}
    known = {name: set(_known(name)) for name in GROUPS if asked[name]}
    chosen = {name: tuple(v for v in values if v in known[name]) for name, values in asked.items() if values}
    chosen = {name: values for name, values in chosen.items() if values}
    unknown = [GROUPS[name][0] for name, values in asked.items() if set(values) - known.get(name, set())]
    return SchemeFindings(
        schemes=[page for page in pages if _fits(page, chosen, today)],
        facets=[_facet(name, pages, chosen, today) for name in GROUPS],
        chosen=chosen,
        unknown=unknown,
        today=today,
    )


def _known(name: str) -> Iterable[str]:
    closed = GROUPS[name][2]
    if closed is not None:
        return closed
    model = Theme if name == "thema" else ProblemLabel
    return model.objects.values_list("code", flat=True)


def _fits(page: SchemePage, chosen: Mapping[str, tuple[str, ...]], today: date, *, without: str = "") -> bool:
    return all(
        {value for value, _ in GROUPS[name][1](page, today)} & set(values)
        for name, values in chosen.items()
        if name != without
    )


def _facet(
    name: str, pages: Iterable[SchemePage], chosen: Mapping[str, tuple[str, ...]], today: date
) -> Facet:
    """Counts as if only the other groups were chosen. What was chosen and finds nothing stays, so that it can be undone."""
    title, values_of, order = GROUPS[name]
    counts: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for page in pages:
        values = values_of(page, today)
        labels.update(values)
        if _fits(page, chosen, today, without=name):
            counts.update(value for value, _ in values)
    picked = chosen.get(name, ())
    options = [
        FacetOption(value, labels.get(value, value), counts[value], value in picked)
        for value in {*counts, *picked}
    ]
    options.sort(
        key=lambda option: (order.index(option.value) if order else -option.count, option.label.casefold())
    )
    return Facet(name, title, options)
