"""How well texts fit a problem, for whoever ranks: people, centres, approaches."""

from collections.abc import Iterator, Sequence

from search.backend import backend
from search.engine.embedding_cache import EmbeddingCache
from search.engine.pair_scoring import PairScorer
from search.types import Evidence, PairScore

# Those of all candidates at once, else every problem would embed them anew. 1.5 GB.
MOST_SENTENCES = 1_000_000


def score_pairs(problem: str, candidates: Sequence[Sequence[Evidence]]) -> list[PairScore]:
    """One score per candidate, in order; by words alone while the model is still loading."""
    return backend().pair_scorer().score_many(problem, candidates)


def score_every_pair(
    problems: Sequence[str], candidates: Sequence[Sequence[Evidence]]
) -> Iterator[list[PairScore]]:
    """For commands: per problem the same, after waiting for the model as long as it takes."""
    embedder = backend().embedder
    scorer = PairScorer(EmbeddingCache(embedder, most=MOST_SENTENCES) if embedder else None)
    for problem in problems:
        yield scorer.score_many(problem, candidates)
