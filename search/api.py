"""The door to search for everything above it. Never raises for what somebody typed or for an index that is away."""

from collections.abc import Sequence

import structlog

from knowledge import selectors
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.text import clean_text
from krachtwijken.core.visibility import restrictions_read_once
from search.errors import SearchUnavailableError
from search.hydration import hit_of, hits_of, visible_finds, visible_rows
from search.scoring import Evidence
from search.services.engine import pair_scorer, shared_engine
from search.types import (
    FacetCount,
    FacetGroup,
    Found,
    Hit,
    Kind,
    ProblemHit,
    Ranking,
    SearchFilters,
    SearchResults,
)

log = structlog.get_logger(__name__)

MAX_QUERY = 5000
DEPTH = 100
# Below this a find for a problem text says too little to be shown. Measured: docs/search.md.
WORTH_SHOWING = 0.3
EVERYTHING = SearchFilters()
FACETS = {
    "kinds": ("soort", "Soort", {kind.value: kind.label for kind in Kind}),
    "themes": ("thema", "Thema", dict(ThemeCode.choices)),
}


def find(
    query: str, *, viewer: Viewer, filters: SearchFilters = EVERYTHING, limit: int = 10, offset: int = 0
) -> SearchResults:
    """Hits `offset` to `offset + limit`, the total and the facets over all that the viewer may see."""
    text = clean_text(query, max_length=MAX_QUERY)
    if not text:
        return SearchResults([], 0)
    try:
        ranking = _ranking(text, viewer, filters)
    except SearchUnavailableError as error:
        log.warning("search_unavailable", error=str(error))
        return _simpler(text, viewer, limit, offset)
    with restrictions_read_once(viewer):
        seen = visible_finds(viewer, ranking.found)
        rows = visible_rows(viewer, seen[offset : offset + limit])
    return SearchResults(hits_of(rows, text), len(seen), _facets(ranking, filters))


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
        except SearchUnavailableError as error:
            log.warning("search_unavailable", error=str(error))
            return found
        shortlist = [item for item in ranking.found[: limit * 2] if item.score > 0]
        found[kind] = _explained(problem, viewer, shortlist)[:limit]
    return found


def _ranking(text: str, viewer: Viewer, filters: SearchFilters) -> Ranking:
    return shared_engine().search(text, audience=audience_terms(viewer), filters=filters, limit=DEPTH)


def _explained(problem: str, viewer: Viewer, shortlist: Sequence[Found]) -> list[ProblemHit]:
    hits = hits_of(visible_rows(viewer, shortlist), problem)
    passages = {item.key: item.passage for item in shortlist}
    evidence = [[Evidence("", passages[f"{hit.kind}:{hit.pk}"].text or hit.summary)] for hit in hits]
    scores = pair_scorer().score_many(problem, evidence)
    return [
        ProblemHit(hit, score.problem_sentence, score.evidence_sentence)
        for hit, score in zip(hits, scores, strict=True)
        if score.score >= WORTH_SHOWING
    ]


def _facets(ranking: Ranking, filters: SearchFilters) -> list[FacetGroup]:
    groups = []
    for name, (parameter, title, labels) in FACETS.items():
        chosen = set(getattr(filters, name))
        counts = ranking.counts.get(name, {})
        options = [
            FacetCount(value, label, counts.get(value, 0), value in chosen)
            for value, label in labels.items()
            if counts.get(value) or value in chosen
        ]
        groups.append(FacetGroup(parameter, title, options))
    return groups


def _simpler(text: str, viewer: Viewer, limit: int, offset: int) -> SearchResults:
    """Without an index: cases with one of the words in the title, straight from the database."""
    cases = selectors.cases_visible_to(viewer).prefetch_related("wijken__gemeente")
    wanted = [word for word in text.lower().split() if len(word) > 3][:8]
    hits: list[Hit] = [
        hit_of(Kind.CASE, case)
        for case in cases
        if any(word in f"{case.title} {case.summary}".lower() for word in wanted)
    ]
    return SearchResults(hits[offset : offset + limit], len(hits), [], degraded=True)
