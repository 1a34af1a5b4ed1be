"""Fit the recogniser of known problems: a logistic regression per problem, and what a chance means for a whole text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import Vectors
from search.engine.features import Vocabulary
from search.engine.recognition import LinearModel, Recogniser, stated_chances
from search.training.material import LabelSentence

# Chosen by cross-validation over authors: docs/recognition.md.
DENSE_SCALE, WORD_SCALE, STRENGTH = 10.0, 9.5, 0.1
WORDS_ONLY_SCALE = 9.5
FEWEST_STEM, FEWEST_LETTERS, MOST_LETTERS = 2, 4, 20_000
MOST_ROUNDS = 400
# Chance from which a problem is named. The open texts alone would take .5; texts of other authors gave lower chances.
LEAST, LEAST_BY_WORDS = 0.35, 0.35


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
    """Without calibration: the chances are those of single sentences."""
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
        with_meaning, by_words, least=LEAST, least_by_words=LEAST_BY_WORDS,
    )  # fmt: skip


@dataclass(frozen=True)
class JudgedText:
    """Its sentences with their vectors, and the problems that a careful reader ticks."""

    sentences: Sequence[str]
    vectors: Vectors
    codes: frozenset[str]


def calibrate(recogniser: Recogniser, texts: Sequence[JudgedText]) -> Recogniser:
    """The highest logit of a text becomes that of the chance that a reader would tick the problem (Platt scaling).

    The column that says "none of these" stays as it is.
    """
    return replace(
        recogniser,
        with_meaning=_calibrated(recogniser, recogniser.with_meaning, texts, by_words=False),
        by_words=_calibrated(recogniser, recogniser.by_words, texts, by_words=True),
    )


def _calibrated(
    recogniser: Recogniser, model: LinearModel, texts: Sequence[JudgedText], *, by_words: bool
) -> LinearModel:
    count = len(recogniser.codes)
    highest = [text_logits(recogniser, text, by_words=by_words) for text in texts]
    ticked = [[code in text.codes for code in recogniser.codes] for text in texts]
    fitted = LogisticRegression(C=1e6).fit(np.concatenate(highest)[:, None], np.concatenate(ticked))
    slope = np.ones(count + 1, dtype=np.float32)
    slope[:count] = fitted.coef_[0, 0]
    offset = np.zeros(count + 1, dtype=np.float32)
    offset[:count] = fitted.intercept_[0]
    return LinearModel(model.dense * slope, model.words * slope, model.intercept * slope + offset)


def text_logits(recogniser: Recogniser, text: JudgedText, *, by_words: bool = False) -> NDArray[np.float32]:
    """(problems,): the highest of its sentences."""
    logits = recogniser.sentence_logits(text.sentences, None if by_words else text.vectors)
    return np.asarray(logits[:, : len(recogniser.codes)].max(axis=0))


def measure(
    recogniser: Recogniser, texts: Sequence[JudgedText], *, by_words: bool = False
) -> dict[str, float]:
    """Micro precision, recall and F1 over the texts."""
    least = recogniser.least_by_words if by_words else recogniser.least
    right = named = wanted = 0
    for text in texts:
        logits = recogniser.sentence_logits(text.sentences, None if by_words else text.vectors)
        chances = stated_chances(logits).max(axis=0)
        codes = {code for code, chance in zip(recogniser.codes, chances, strict=True) if chance >= least}
        right, named, wanted = right + len(codes & text.codes), named + len(codes), wanted + len(text.codes)
    precision, recall = right / max(named, 1), right / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(both, 3)}


def _fit(
    rows: sparse.csr_matrix, targets: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (columns, labels) and intercepts (labels,)."""
    models = [LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS).fit(rows, column) for column in targets.T]
    weights = np.vstack([model.coef_[0] for model in models]).T
    return weights.astype(np.float32), np.array([model.intercept_[0] for model in models], dtype=np.float32)
