"""What the search page shows, from what its address asks."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from krachtwijken.accounts.types import Viewer
from search.features.did_you_mean.selectors import did_you_mean
from search.features.results_page.chips import address_without_filters, chips, ways_out
from search.features.results_page.page_query import SORTS, PageQuery, read_page_query
from search.features.results_page.similar_wijken import wijk_choices
from search.retrieval.find import MOST_RESULTS, find, find_similar
from search.types import Kind, SearchResults

PER_PAGE = 10
LONG_QUERY = 300


def search_page(query: QueryDict, *, viewer: Viewer) -> dict[str, Any]:
    page_query = read_page_query(query, viewer=viewer)
    results, page = _page(page_query, viewer, page_query.number)
    asked = bool(page_query.query or page_query.source) and not results.vague
    return {
        "query": page_query.query,
        "asked": asked,
        "meant": did_you_mean(page_query.query, viewer=viewer) if page_query.number == 1 else "",
        "page_query": page_query,
        "results": results,
        "page_obj": page,
        "can_compare": sum(hit.kind == Kind.CASE for hit in results.hits) > 1,
        "is_capped": results.total >= MOST_RESULTS,
        # Options then count over the best hundred: choosing one may give more.
        "counts_are_capped": max([results.total, *results.without.values()]) >= MOST_RESULTS,
        "is_long": len(page_query.query) > LONG_QUERY,
        "narrowed": bool(page_query.filters.chosen),
        "chips": chips(query, page_query, results),
        "ways_out": ways_out(query, page_query, results) if asked and not results.total else [],
        "cleared": address_without_filters(query),
        "sorts": [(sort.value, label, sort is page_query.sort) for sort, label in SORTS.items()],
        # Filters are only shown beside results, or when they took all of those away.
        "wijk_choices": wijk_choices(viewer) if asked and not results.degraded else [],
        "wijk_chosen": query.get("lijkt_op", ""),
    }


def _page(page_query: PageQuery, viewer: Viewer, number: int) -> tuple[SearchResults, Page[Any]]:
    """The page asked for, or the last there is."""
    start = (number - 1) * PER_PAGE
    results = _results(page_query, viewer, start)
    page: Page[Any] = Paginator(range(results.total), PER_PAGE).get_page(number)
    if page.number != number:
        return _page(page_query, viewer, page.number)
    page.object_list = list(results.hits)
    return results, page


def _results(page_query: PageQuery, viewer: Viewer, start: int) -> SearchResults:
    options: dict[str, Any] = {
        "viewer": viewer, "filters": page_query.filters, "sort": page_query.sort, "limit": PER_PAGE, "offset": start
    }  # fmt: skip
    if page_query.source and not page_query.query:
        return find_similar(page_query.source, **options)
    return find(page_query.query, **options)
