"""From a question to a page of results. Never raises for what somebody typed or for an index that is away."""

from collections.abc import Collection
from dataclasses import replace

import structlog

from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.text import clean_text
from krachtwijken.core.visibility import restrictions_read_once
from search.backend import backend
from search.engine.query import is_vague
from search.engine.ranking import RankedDocument, Ranking
from search.errors import SearchUnavailableError
from search.retrieval.access import visible_rows, visible_titles
from search.retrieval.facets import facet_groups
from search.retrieval.fallback import find_by_titles
from search.retrieval.find_by_name import find_by_name
from search.retrieval.hydrate import hits_of
from search.retrieval.sorting import sorted_documents
from search.types import EVERYTHING, SearchFilters, SearchResults, Sort, StoredPassage

log = structlog.get_logger(__name__)

MAX_QUERY = 5000
# Documents that a question may have as results; more are neither listed nor counted.
MOST_RESULTS = 100


def find(
    query: str,
    *,
    viewer: Viewer,
    filters: SearchFilters = EVERYTHING,
    sort: Sort = Sort.BEST,
    limit: int = 10,
    offset: int = 0,
) -> SearchResults:
    """Hits `offset` to `offset + limit`, the total and the facets over all that the viewer may see."""
    text = clean_text(query, max_length=MAX_QUERY)
    if not text or is_vague(text):
        return find_by_name(text, viewer=viewer, filters=filters, limit=limit, offset=offset)
    try:
        ranking = backend().search(
            text, audience=audience_terms(viewer), filters=filters, limit=MOST_RESULTS, clear=True
        )
        return _results(ranking, viewer, filters, sort, slice(offset, offset + limit))
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return find_by_titles(text, viewer=viewer, most=MOST_RESULTS, limit=limit, offset=offset)


def keys_found(query: str, *, viewer: Viewer, most: int) -> list[str] | None:
    """Keys of what the audience of the viewer finds, the best first; None when there is no index to tell. Whether this
    viewer may see them now is still to be asked (`visible_titles`)."""
    text = clean_text(query, max_length=MAX_QUERY)
    if not text or is_vague(text):
        hits = find(query, viewer=viewer, limit=most).hits
        return [f"{hit.kind}:{hit.pk}" for hit in hits]
    try:
        ranking = backend().search(
            text, audience=audience_terms(viewer), limit=most, counted=False, clear=True
        )
    except SearchUnavailableError:
        return None
    return [item.key for item in ranking.documents]


def find_similar(
    key: str,
    *,
    viewer: Viewer,
    filters: SearchFilters = EVERYTHING,
    sort: Sort = Sort.BEST,
    limit: int = 10,
    offset: int = 0,
) -> SearchResults:
    """More like the document with this key. Of one that the viewer may not see, nothing: its likes would tell of it."""
    itself = visible_rows(viewer, [RankedDocument(key)])
    if not itself:
        return SearchResults([], 0)
    (like,) = hits_of(itself, "")
    try:
        ranking = backend().similar(
            key, audience=audience_terms(viewer), filters=filters, limit=MOST_RESULTS, clear=True
        )
        results = _results(ranking, viewer, filters, sort, slice(offset, offset + limit))
        return replace(results, like=like)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return SearchResults([], 0, degraded=True, like=like)


def _results(
    ranking: Ranking, viewer: Viewer, filters: SearchFilters, sort: Sort, wanted: slice
) -> SearchResults:
    """What is shown of a ranking: only what the viewer may see is listed and counted."""
    with restrictions_read_once(viewer):
        titles = visible_titles(viewer, ranking.labels)
        visible = [item for item in ranking.documents if item.key in titles]
        ordered = sorted_documents(visible, sort, ranking, titles)
        rows = visible_rows(viewer, backend().with_texts(ordered[wanted]))
    query = ranking.query
    hits = hits_of(rows, query.text if query else "")
    if query and query.text:
        shown = [(item.passage or StoredPassage(item.key, "", ""), str(row.title)) for item, row in rows]
        reasons = backend().explain(query, shown)
        problems = _labels_of_problems({item.about for item, _ in rows})
        hits = [
            replace(
                hit,
                why=replace(
                    why, about=problems.get(item.about, ""), belongs_to=titles.get(item.belongs_to, "")
                ),
            )
            for hit, why, (item, _) in zip(hits, reasons, rows, strict=True)
        ]
    groups = facet_groups(ranking.counts_of(titles), filters)
    without = {name: sum(1 for key in pool if key in titles) for name, pool in ranking.pools.items()}
    return SearchResults(hits, len(ordered), groups, without=without)


def _labels_of_problems(codes: Collection[str]) -> dict[str, str]:
    wanted = [code for code in codes if code]
    return dict(ProblemLabel.objects.filter(code__in=wanted).values_list("code", "label")) if wanted else {}
