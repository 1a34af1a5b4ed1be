"""What is chosen, as links that take it away again."""

from dataclasses import dataclass

from django.http import QueryDict

from search.features.results_page.page_query import PageQuery
from search.retrieval.facets import PARAMETERS
from search.types import SearchResults


@dataclass(frozen=True)
class Chip:
    """`count` of results without it, where that is known."""

    label: str
    url: str
    count: int | None = None


def chips(query: QueryDict, asked: PageQuery, results: SearchResults) -> list[Chip]:
    """One per chosen value; the kind has its tabs."""
    chosen = [
        Chip(option.label, without(query, (group.name, option.value)))
        for group in results.filters
        for option in group.options
        if option.chosen
    ]
    return [*chosen, *_ranges(query, asked)]


def ways_out(query: QueryDict, asked: PageQuery, results: SearchResults) -> list[Chip]:
    """For an empty page: which filter to let go, and what that would give."""
    wider = []
    for name, count in results.without.items():
        parameter, title = PARAMETERS[name]
        if count:
            wider.append(Chip(f"Zonder filter op {title.lower()}", without(query, (parameter, None)), count))
    return [*wider, *(Chip(f"Zonder “{chip.label}”", chip.url) for chip in _ranges(query, asked))]


def address_without_filters(query: QueryDict) -> str:
    """The same question without any filter."""
    names = [parameter for parameter, _ in PARAMETERS.values()]
    return without(query, *((name, None) for name in [*names, "van", "tot", "lijkt_op"]))


def without(query: QueryDict, *gone: tuple[str, str | None]) -> str:
    """The address without these values; None takes all of a name. Back to the first page."""
    kept = query.copy()
    kept.pop("page", None)
    for name, value in gone:
        if value is None:
            kept.pop(name, None)
        else:
            kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    return f"?{kept.urlencode()}"


def _ranges(query: QueryDict, asked: PageQuery) -> list[Chip]:
    ranges = []
    if asked.filters.years:
        first, last = asked.period.cleaned_data.get("van"), asked.period.cleaned_data.get("tot")
        label = (
            f"{first} tot en met {last}"
            if first and last
            else f"vanaf {first}"
            if first
            else f"tot en met {last}"
        )
        ranges.append(Chip(label, without(query, ("van", None), ("tot", None))))
    if asked.alike:
        ranges.append(Chip(f"Lijkt op {asked.alike.page.title}", without(query, ("lijkt_op", None))))
    return ranges
