"""Fit the recogniser of known problems: a logistic regression per problem, and what a chance means for a whole text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import Vectors
from search.engine.features import Vocabulary
from search.engine.recognition import LinearModel, Recogniser
from search.training.material import LabelSentence

# Chosen by cross-validation over authors: docs/recognition.md.
DENSE_SCALE, WORD_SCALE, STRENGTH = 10.0, 9.5, 0.1
WORDS_ONLY_SCALE = 9.5
FEWEST_STEM, FEWEST_LETTERS, MOST_LETTERS = 2, 4, 20_000
MOST_ROUNDS = 400


@dataclass(frozen=True)
class Material:
    """Sentences with their vectors as queries (n, dimension) of the model `identity`."""

    sentences: Sequence[LabelSentence]
    vectors: Vectors
    identity: str
    codes: Sequence[str]

    def targets(self) -> NDArray[np.bool_]:
        """(n, codes + 1); the last column says that a sentence states none."""
        rows = [[code in sentence.codes for code in self.codes] for sentence in self.sentences]
        stated = np.array(rows, dtype=bool).reshape(len(rows), len(self.codes))
        return np.hstack([stated, ~stated.any(axis=1, keepdims=True)])


def fit_recogniser(
    material: Material, *, version: str, progress: Callable[[str], None] = lambda line: None
) -> Recogniser:
    """Without calibration: a chance is then that of a single sentence, and everything above one half is named."""
    texts = [sentence.text for sentence in material.sentences]
    vocabularies = (
        Vocabulary.of(texts, "stems", least=FEWEST_STEM),
        Vocabulary.of(texts, "letters", least=FEWEST_LETTERS, most=MOST_LETTERS),
    )
    words = sparse.hstack([vocabulary.vectors(texts) for vocabulary in vocabularies]).tocsr()
    centre = material.vectors.mean(axis=0)
    scale = DENSE_SCALE / float(np.linalg.norm(material.vectors - centre, axis=1).mean())
    dense = (material.vectors - centre) * scale
    targets = material.targets()
    progress(f"{len(texts)} zinnen, {words.shape[1]} woorddelen")
    both = sparse.hstack([sparse.csr_matrix(dense), words * WORD_SCALE]).tocsr()
    weights, intercept = _fit(both, targets)
    width = material.vectors.shape[1]
    with_meaning = LinearModel(weights[:width], weights[width:] * WORD_SCALE, intercept)
    weights, intercept = _fit((words * WORDS_ONLY_SCALE).tocsr(), targets)
    by_words = LinearModel(np.zeros((0, targets.shape[1]), np.float32), weights * WORDS_ONLY_SCALE, intercept)
    return Recogniser(
        version, material.identity, list(material.codes), vocabularies, centre.astype(np.float32), scale,
        with_meaning, by_words, slope=1.0, offset=0.0, least=0.5, least_by_words=0.5,
    )  # fmt: skip


def _fit(
    rows: sparse.csr_matrix, targets: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (columns, labels) and intercepts (labels,)."""
    models = [LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS).fit(rows, column) for column in targets.T]
    weights = np.vstack([model.coef_[0] for model in models]).T
    return weights.astype(np.float32), np.array([model.intercept_[0] for model in models], dtype=np.float32)
