"""How alike texts of one collection are by their words: pairs of neighbouring words and topics. No Django.

Needs all texts beforehand, so commands use it and pages do not. TF-IDF and LSA by scikit-learn.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.engine.pairs.terms import stems_of

TOPICS = 128
# What the two count beside a feature of weight 1.
PAIRS_WEIGHT, TOPICS_WEIGHT = 0.5, 1.0


class CorpusLikeness:
    """Of every problem with every piece, centred per problem and of spread 1 over all."""

    def __init__(self, problems: Sequence[str], pieces: Sequence[str]) -> None:
        from sklearn.decomposition import TruncatedSVD  # inline: pages never need it
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectoriser = TfidfVectorizer(analyzer=words_and_pairs, sublinear_tf=True, min_df=1)
        table = vectoriser.fit_transform([*problems, *pieces])
        count = len(problems)
        pairs = (table[:count] @ table[count:].T).toarray()
        topics = min(TOPICS, min(table.shape) - 1)
        reduced = TruncatedSVD(topics, random_state=1).fit_transform(table)
        reduced /= np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-9)
        self.table = PAIRS_WEIGHT * _standard(pairs) + TOPICS_WEIGHT * _standard(
            reduced[:count] @ reduced[count:].T
        )

    def sums(self, problem: int) -> NDArray[np.float32]:
        """(pieces,)."""
        return np.asarray(self.table[problem], dtype=np.float32)


def words_and_pairs(text: str) -> list[str]:
    stems = stems_of(text)
    return [*stems, *(f"{one} {other}" for one, other in pairwise(stems))]


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = values - values.mean(axis=1, keepdims=True)
    return np.asarray(centred / max(float(centred.std()), 1e-9))
