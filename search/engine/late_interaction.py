"""Late interaction: every piece of one text takes its best match in the other, weighted by how scarce it is.

From question to passage; as the question grows into a problem text, from passage to question as well. The other
direction alone, or for short questions, hurts. Measured in docs/search.md. No Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.engine.embeddings import Vectors
from search.engine.text_vectors import SCALE, PieceWeights, TextVectors

# Pieces in the question: below the first only question to passage, from the second on both fully.
ONE_WAY, BOTH_WAYS = 15, 60
# Of a long problem only the scarcest pieces take part: the rest adds time and no order.
MOST_PIECES = 256


@dataclass(frozen=True)
class Stacked:
    """The kept pieces of `count` passages in turn: `vectors` (pieces, dimension) of length 1, `given` (pieces,) what each
    weighs. `filled` are the passages that have any, `starts` where each of these begins."""

    count: int
    filled: Sequence[int]
    starts: NDArray[np.int64]
    vectors: Vectors
    given: Vectors


def stack(passages: Sequence[TextVectors], weights: PieceWeights) -> Stacked:
    filled = [place for place, passage in enumerate(passages) if len(passage.kept)]
    chosen = [passages[place] for place in filled]
    if not chosen:
        nothing = np.zeros((0, 0), dtype=np.float32)
        return Stacked(len(passages), filled, np.zeros(0, np.int64), nothing, nothing.ravel())
    starts = np.cumsum([0, *(len(passage.kept) for passage in chosen[:-1])])
    given = weights.weigh(np.concatenate([passage.pieces[passage.kept] for passage in chosen]))
    vectors = np.concatenate([passage.vectors for passage in chosen]).astype(np.float32)
    vectors /= SCALE
    return Stacked(len(passages), filled, starts, vectors, given)


def late_scores(
    pieces: NDArray[np.int32],
    vectors: Vectors,
    passages: Sequence[TextVectors],
    weights: PieceWeights,
    *,
    both_ways: bool = True,
) -> Vectors:
    """One score per passage (len(passages),); a question of (n,) pieces with (n, dimension) vectors of length 1."""
    forth, back = directed_scores(pieces, vectors, stack(passages, weights), weights)
    share = min(max((min(len(pieces), MOST_PIECES) - ONE_WAY) / (BOTH_WAYS - ONE_WAY), 0.0), 1.0)
    return forth + np.float32(share) * back if share and both_ways else forth


def directed_scores(
    pieces: NDArray[np.int32], vectors: Vectors, passages: Stacked, weights: PieceWeights
) -> tuple[Vectors, Vectors]:
    """From question to passage, and from passage to question: each (passages.count,), at most 1."""
    asked = weights.weigh(pieces)
    if len(pieces) > MOST_PIECES:
        scarcest = np.sort(np.argsort(-asked, kind="stable")[:MOST_PIECES])
        pieces, vectors, asked = pieces[scarcest], vectors[scarcest], asked[scarcest]
    forth, back = np.zeros((2, passages.count), dtype=np.float32)
    if not passages.filled or not len(pieces):
        return forth, back
    filled, starts, given = passages.filled, passages.starts, passages.given
    # One multiplication for all passages together: (pieces of the question, kept pieces of every passage).
    likeness = vectors @ passages.vectors.T
    forth[filled] = asked @ np.maximum.reduceat(likeness, starts, axis=1) / max(float(asked.sum()), 1e-9)
    best = np.add.reduceat(likeness.max(axis=0) * given, starts)
    back[filled] = best / np.maximum(np.add.reduceat(given, starts), 1e-9)
    return forth, back
