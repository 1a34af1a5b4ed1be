"""A problem beside many pieces of evidence, as numbers. No Django.

Every feature rises as the two fit better; what the numbers weigh is learned from judged pairs (docs/matching.md).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search.engine.late_interaction import directed_scores
from search.engine.pairs.readings import PieceReading, ProblemReading
from search.engine.pairs.terms import likenesses
from search.engine.recognition import chances_of
from search.engine.text_vectors import PieceWeights

# meaning: cosine of the pooled vectors; forth and back: late interaction from problem to piece and from piece to problem;
# words: TF-IDF cosine of stems; shared: chance that both state the same problem; profile: correlation of what both say of all.
FEATURES = ("meaning", "forth", "back", "words", "shared", "profile")
# Those that need no language model.
BY_WORDS = ("words", "shared", "profile")


def compare(
    problem: ProblemReading, pieces: Sequence[PieceReading], weights: PieceWeights | None
) -> NDArray[np.float32]:
    """(len(pieces), len(FEATURES)); NaN where it cannot be said."""
    table = np.full((len(pieces), len(FEATURES)), np.nan, dtype=np.float32)
    if not pieces or problem.is_empty:
        return table
    logits = np.stack([piece.logits for piece in pieces])
    asked = problem.logits[:, : logits.shape[1]].max(axis=0)
    table[:, 3] = likenesses(problem.terms, [piece.terms for piece in pieces])
    table[:, 4] = np.sqrt(chances_of(logits) @ chances_of(asked))
    table[:, 5] = _correlations(asked, logits)
    known = [place for place, piece in enumerate(pieces) if piece.vectors is not None]
    pooled = problem.query.terms.pooled
    if not known or pooled is None:
        return table
    vectors = [kept for piece in pieces if (kept := piece.vectors) is not None]
    table[known, 0] = np.stack([kept.pooled for kept in vectors]) @ pooled
    if weights is not None:
        query = problem.query
        table[known, 1], table[known, 2] = directed_scores(query.pieces, query.vectors, vectors, weights)
    return table


def _correlations(asked: NDArray[np.float32], given: NDArray[np.float32]) -> NDArray[np.float32]:
    one = asked - asked.mean()
    others = given - given.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(one) * np.linalg.norm(others, axis=1)
    return np.asarray((others @ one) / np.maximum(lengths, 1e-9), dtype=np.float32)
