"""What the search page shows, from what its address asks."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from krachtwijken.accounts.types import Viewer
from search.api import DEPTH, find, find_similar
from search.meant.selectors import did_you_mean
from search.results.alike import wijk_choices
from search.results.asking import SORTS, Asking, read
from search.results.chips import chips, cleared, ways_out
from search.types import Kind, SearchResults

PER_PAGE = 10
LONG_QUERY = 300


def search_page(query: QueryDict, *, viewer: Viewer) -> dict[str, Any]:
    asking = read(query, viewer=viewer)
    results, page = _page(asking, viewer, asking.number)
    asked = bool(asking.query or asking.source) and not results.vague
    return {
        "query": asking.query,
        "asked": asked,
        "meant": did_you_mean(asking.query, viewer=viewer) if asking.number == 1 else "",
        "asking": asking,
        "results": results,
        "page_obj": page,
        "can_compare": sum(hit.kind is Kind.CASE for hit in results.hits) > 1,
        "is_capped": results.total >= DEPTH,
        # Options then count over the best hundred: choosing one may give more.
        "counts_are_capped": max([results.total, *results.without.values()]) >= DEPTH,
        "is_long": len(asking.query) > LONG_QUERY,
        "narrowed": bool(asking.filters.chosen),
        "chips": chips(query, asking, results),
        "ways_out": ways_out(query, asking, results) if asked and not results.total else [],
        "cleared": cleared(query),
        "sorts": [(sort.value, label, sort is asking.sort) for sort, label in SORTS.items()],
        # Filters are only shown beside results, or when they took all of those away.
        "wijk_choices": wijk_choices(viewer) if asked and not results.degraded else [],
        "wijk_chosen": query.get("lijkt_op", ""),
    }


def _page(asking: Asking, viewer: Viewer, number: int) -> tuple[SearchResults, Page[Any]]:
    """The page asked for, or the last there is."""
    start = (number - 1) * PER_PAGE
    results = _results(asking, viewer, start)
    page: Page[Any] = Paginator(range(results.total), PER_PAGE).get_page(number)
    if page.number != number:
        return _page(asking, viewer, page.number)
    page.object_list = list(results.hits)
    return results, page


def _results(asking: Asking, viewer: Viewer, start: int) -> SearchResults:
    options: dict[str, Any] = {
        "viewer": viewer, "filters": asking.filters, "sort": asking.sort, "limit": PER_PAGE, "offset": start
    }  # fmt: skip
    if asking.source and not asking.query:
        return find_similar(asking.source, **options)
    return find(asking.query, **options)
