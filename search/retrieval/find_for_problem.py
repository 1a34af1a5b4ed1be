"""What fits a described problem: per kind, each find with the sentence on either side that made it match."""

from collections.abc import Sequence

import structlog

from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.text import clean_text
from search.backend import backend
from search.engine.ranking import RankedDocument
from search.errors import SearchUnavailableError
from search.retrieval.access import visible_rows
from search.retrieval.find import MAX_QUERY, MOST_RESULTS
from search.retrieval.hydrate import hits_of
from search.types import Evidence, ProblemHit, SearchFilters

log = structlog.get_logger(__name__)

# Below this a find for a problem text says too little to be shown. Measured: docs/search.md.
WORTH_SHOWING = 0.3


def find_for_problem(
    text: str, *, viewer: Viewer, kinds: Sequence[str], limit: int = 5
) -> dict[str, list[ProblemHit]]:
    """Per kind what fits a described problem best; what an index that is away cannot say is left empty."""
    problem = clean_text(text, max_length=MAX_QUERY)
    by_kind: dict[str, list[ProblemHit]] = {kind: [] for kind in kinds}
    if not problem:
        return by_kind
    for kind in kinds:
        try:
            ranking = backend().search(
                problem,
                audience=audience_terms(viewer), filters=SearchFilters(kinds=(str(kind),)),
                limit=MOST_RESULTS, counted=False,
            )  # fmt: skip
            shortlist = [item for item in ranking.documents[: limit * 2] if item.score > 0]
            by_kind[kind] = _explained(problem, viewer, shortlist)[:limit]
        except SearchUnavailableError as error:
            log.warning("search_unavailable", error=str(error))
            return by_kind
    return by_kind


def _explained(problem: str, viewer: Viewer, shortlist: Sequence[RankedDocument]) -> list[ProblemHit]:
    rows = visible_rows(viewer, backend().with_texts(shortlist))
    hits = hits_of(rows, problem)
    texts = {item.key: item.passage.text for item, _ in rows if item.passage}
    evidence = [[Evidence("", texts.get(hit.key) or hit.summary)] for hit in hits]
    scores = backend().pair_scorer().score_many(problem, evidence)
    return [
        ProblemHit(hit, score.problem_sentence, score.evidence_sentence, score.score)
        for hit, score in zip(hits, scores, strict=True)
        if score.score >= WORTH_SHOWING
    ]
