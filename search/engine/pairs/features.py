"""A problem beside many pieces of evidence, as numbers. No Django.

Every feature rises as the two fit better; what the numbers weigh is learned from judged pairs (docs/matching.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Vectors
from search.engine.late_interaction import Stacked, directed_scores, stack
from search.engine.pairs.readings import PieceReading, ProblemReading
from search.engine.pairs.terms import TermIndex
from search.engine.recognition import chances_of, stated_chances
from search.engine.text_vectors import PieceWeights

# meaning: cosine of the pooled vectors; forth and back: late interaction from problem to piece and from piece to problem;
# words: TF-IDF cosine of stems; shared: chance that both state the same problem; profile: correlation of what both say of
# all; tied: chance that the problem is one that editors tied the piece to.
FEATURES = ("meaning", "forth", "back", "words", "shared", "profile", "tied")
# Those that need no language model.
BY_WORDS = ("words", "shared", "profile", "tied")


@dataclass(frozen=True)
class PieceTable:
    """Pieces ready to be compared with one problem after another. `logits` (pieces, problems); `known` are those whose
    meaning is known, `pooled` (known, dimension) their vectors and `stacked` their parts, None without `weights`."""

    tied: Sequence[tuple[int, ...]]
    logits: NDArray[np.float32]
    terms: TermIndex
    known: Sequence[int]
    pooled: Vectors
    weights: PieceWeights | None
    stacked: Stacked | None

    @classmethod
    def of(cls, pieces: Sequence[PieceReading], weights: PieceWeights | None) -> "PieceTable":
        known = [place for place, piece in enumerate(pieces) if piece.vectors is not None]
        vectors = [kept for piece in pieces if (kept := piece.vectors) is not None]
        return cls(
            [piece.tied for piece in pieces],
            np.array([piece.logits for piece in pieces], dtype=np.float32),
            TermIndex([piece.terms for piece in pieces]),
            known,
            np.array([kept.pooled for kept in vectors], dtype=np.float32),
            weights,
            stack(vectors, weights) if weights is not None and vectors else None,
        )

    def __len__(self) -> int:
        return len(self.tied)


def compare(problem: ProblemReading, pieces: PieceTable) -> NDArray[np.float32]:
    """(len(pieces), len(FEATURES)); NaN where it cannot be said."""
    table = np.full((len(pieces), len(FEATURES)), np.nan, dtype=np.float32)
    if not len(pieces) or problem.is_empty:
        return table
    asked = problem.logits[:, : pieces.logits.shape[1]].max(axis=0)
    table[:, 3] = pieces.terms.likenesses(problem.terms)
    table[:, 4] = np.sqrt(chances_of(pieces.logits) @ chances_of(asked))
    table[:, 5] = _correlations(asked, pieces.logits)
    stated = stated_chances(problem.logits).max(axis=0)
    for place, tied in enumerate(pieces.tied):
        if tied:
            table[place, 6] = stated[list(tied)].max()
    query = problem.query
    if not pieces.known or query.terms.pooled is None:
        return table
    table[pieces.known, 0] = pieces.pooled @ query.terms.pooled
    if pieces.stacked is not None and pieces.weights is not None:
        table[pieces.known, 1], table[pieces.known, 2] = directed_scores(
            query.pieces, query.vectors, pieces.stacked, pieces.weights
        )
    return table


def _correlations(asked: NDArray[np.float32], given: NDArray[np.float32]) -> NDArray[np.float32]:
    one = asked - asked.mean()
    others = given - given.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(one) * np.linalg.norm(others, axis=1)
    return np.asarray((others @ one) / np.maximum(lengths, 1e-9), dtype=np.float32)
