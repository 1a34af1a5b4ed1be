"""The door to search for everything above it. Never raises for what somebody typed or for an index that is away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import structlog
from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable

from knowledge import selectors
from knowledge.models import CasePage
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.text import clean_text
from krachtwijken.core.visibility import restrictions_read_once
from search.errors import SearchUnavailableError
from search.hydration import hit_of, hits_of, visible_rows, visible_titles
from search.questions import is_vague
from search.results.facets import facet_groups
from search.results.order import in_order
from search.scoring import Evidence
from search.services.engine import ask, pair_scorer
from search.types import (
    Found,
    Hit,
    Kind,
    ProblemHit,
    Ranking,
    SearchFilters,
    SearchResults,
    Sort,
    StoredPassage,
)

log = structlog.get_logger(__name__)

MAX_QUERY = 5000
DEPTH = 100
# More words than this of a long question do not make the simpler list better.
SIMPLER_WORDS = 8
# Below this a find for a problem text says too little to be shown. Measured: docs/search.md.
WORTH_SHOWING = 0.3
EVERYTHING = SearchFilters()


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
        return SearchResults([], 0, vague=bool(text))
    try:
        options = _on_a_page(viewer, filters)
        ranking = ask(lambda engine: engine.search(text, **options))
        return _results(text, ranking, viewer, filters, sort, slice(offset, offset + limit))
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return _simpler(text, viewer, limit, offset)


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
    itself = visible_rows(viewer, [Found(key)])
    if not itself:
        return SearchResults([], 0)
    (like,) = hits_of(itself, "")
    try:
        options = _on_a_page(viewer, filters)
        ranking = ask(lambda engine: engine.similar(key, **options))
        found = _results("", ranking, viewer, filters, sort, slice(offset, offset + limit))
        return replace(found, like=like)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return SearchResults([], 0, degraded=True, like=like)


def similar_cases(case: CasePage, *, viewer: Viewer, limit: int = 3) -> list[CasePage]:
    """Cases that resemble this one: by words and meaning, or by problem labels when the index cannot say."""
    key = f"{Kind.CASE}:{case.pk}"
    kinds = SearchFilters(kinds=(Kind.CASE.value,))
    try:
        terms, wide = audience_terms(viewer), limit * 3
        ranking = ask(
            lambda engine: engine.similar(key, audience=terms, filters=kinds, limit=wide, counted=False)
        )
        keys = [int(item.key.partition(":")[2]) for item in ranking.found]
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        keys = []
    found = selectors.cases_of(viewer, keys)[:limit]
    return found or selectors.similar_cases(viewer, case, limit=limit)


def _on_a_page(viewer: Viewer, filters: SearchFilters) -> dict[str, Any]:
    """What the engine is asked for when somebody looks at results: only what clearly fits."""
    return {"audience": audience_terms(viewer), "filters": filters, "limit": DEPTH, "clear": True}


def _results(
    text: str, ranking: Ranking, viewer: Viewer, filters: SearchFilters, sort: Sort, wanted: slice
) -> SearchResults:
    """What is shown of a ranking: only what the viewer may see is listed and counted."""
    with restrictions_read_once(viewer):
        titles = visible_titles(viewer, ranking.labels)
        found = in_order([item for item in ranking.found if item.key in titles], sort, ranking, titles)
        rows = visible_rows(viewer, ask(lambda engine: engine.with_texts(found[wanted])))
    hits = hits_of(rows, text)
    if text:
        shown = [(item.passage or StoredPassage(item.key, "", ""), str(row.title)) for item, row in rows]
        reasons = ask(lambda engine: engine.explain(text, ranking, shown))
        hits = [replace(hit, why=why) for hit, why in zip(hits, reasons, strict=True)]
    groups = facet_groups(ranking.counts_of(titles), filters)
    without = {name: sum(1 for key in pool if key in titles) for name, pool in ranking.pools.items()}
    return SearchResults(hits, len(found), groups, without=without)


def find_for_problem(
    text: str, *, viewer: Viewer, kinds: Sequence[Kind], limit: int = 5
) -> dict[Kind, list[ProblemHit]]:
    """Per kind what fits a described problem best, each with the sentence on either side that made it match."""
    problem = clean_text(text, max_length=MAX_QUERY)
    found: dict[Kind, list[ProblemHit]] = {kind: [] for kind in kinds}
    if not problem:
        return found
    for kind in kinds:
        try:
            ranking = _ranking(problem, viewer, SearchFilters(kinds=(kind.value,)))
            shortlist = [item for item in ranking.found[: limit * 2] if item.score > 0]
            found[kind] = _explained(problem, viewer, shortlist)[:limit]
        except SearchUnavailableError as error:
            log.warning("search_unavailable", error=str(error))
            return found
    return found


def _ranking(text: str, viewer: Viewer, filters: SearchFilters) -> Ranking:
    return ask(
        lambda engine: engine.search(
            text, audience=audience_terms(viewer), filters=filters, limit=DEPTH, counted=False
        )
    )


def _explained(problem: str, viewer: Viewer, shortlist: Sequence[Found]) -> list[ProblemHit]:
    rows = visible_rows(viewer, ask(lambda engine: engine.with_texts(shortlist)))
    hits = hits_of(rows, problem)
    texts = {item.key: item.passage.text for item, _ in rows if item.passage}
    evidence = [[Evidence("", texts.get(hit.key) or hit.summary)] for hit in hits]
    scores = pair_scorer().score_many(problem, evidence)
    return [
        ProblemHit(hit, score.problem_sentence, score.evidence_sentence, score.score)
        for hit, score in zip(hits, scores, strict=True)
        if score.score >= WORTH_SHOWING
    ]


def _simpler(text: str, viewer: Viewer, limit: int, offset: int) -> SearchResults:
    """Without an index: cases with one of the words in title or summary, straight from the database.

    Cases with most of the words come first, a word in the title counting twice; the newest of equals first.
    """
    wanted = list(dict.fromkeys(word for word in text.lower().split() if len(word) > 3))[:SIMPLER_WORDS]
    if not wanted:
        return SearchResults([], 0, [], degraded=True)
    points: Combinable = Value(0)
    for word in wanted:
        for field, worth in (("title", 2), ("summary", 1)):
            points += Case(When(**{f"{field}__icontains": word}, then=Value(worth)), default=Value(0))
    cases = (
        selectors.cases_visible_to(viewer)
        .annotate(points=points)
        .filter(points__gt=0)
        .order_by("-points", "-first_published_at", "title")
        .prefetch_related("wijken__gemeente")
    )
    shown = list(cases[:DEPTH])
    hits: list[Hit] = [hit_of(Kind.CASE, case) for case in shown[offset : offset + limit]]
    return SearchResults(hits, len(shown), [], degraded=True)
