"""Fit the recogniser of known problems: a logistic regression per problem, and what a chance means for a whole text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import Vectors
from search.engine.features import TermTable
from search.engine.recognition import LinearModel, Recogniser, stated_chances
from search.training.material import LabelSentence

# Chosen by cross-validation over authors: docs/recognition.md.
DENSE_SCALE, WORD_SCALE, STRENGTH = 10.0, 9.5, 0.1
WORDS_ONLY_SCALE = 9.5
FEWEST_STEM, FEWEST_LETTERS, MOST_LETTERS = 2, 4, 20_000
MOST_ROUNDS = 400
# Of the labelled texts: each is judged by a recogniser that did not see its fold.
FOLDS = 4
# Chance from which a problem is named: on the open texts .45 would do, texts of others want less.
LEAST, LEAST_BY_WORDS = 0.25, 0.22


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
        TermTable.of(texts, "stems", least=FEWEST_STEM),
        TermTable.of(texts, "letters", least=FEWEST_LETTERS, most=MOST_LETTERS),
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


def _fit(
    rows: sparse.csr_matrix, targets: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (columns, labels) and intercepts (labels,)."""
    models = [LogisticRegression(C=STRENGTH, max_iter=MOST_ROUNDS).fit(rows, column) for column in targets.T]
    weights = np.vstack([model.coef_[0] for model in models]).T
    return weights.astype(np.float32), np.array([model.intercept_[0] for model in models], dtype=np.float32)


@dataclass(frozen=True)
class JudgedText:
    """Its sentences with their vectors, the whole with its own, and the problems that a careful reader ticks."""

    name: str
    sentences: Sequence[str]
    vectors: Vectors
    whole: str
    pooled: Vectors
    codes: frozenset[str]


def as_sentence(text: JudgedText) -> LabelSentence:
    """The whole of it, as one more thing to learn from: as a whole it is asked for its problems too."""
    return LabelSentence(text.whole, tuple(sorted(text.codes)), (), "whole", text.name)


def fit_without(
    material: Material, texts: Sequence[JudgedText], *, folds: int = FOLDS
) -> list[tuple[Recogniser, list[JudgedText]]]:
    """Recognisers that each did not learn from the texts beside it, which are taken in turn."""
    parts = []
    for fold in range(folds):
        unseen = list(texts[fold::folds])
        names = {text.name for text in unseen}
        rows = [row for row, sentence in enumerate(material.sentences) if sentence.source not in names]
        rest = replace(
            material, sentences=[material.sentences[row] for row in rows], vectors=material.vectors[rows]
        )
        parts.append((fit_recogniser(rest, version=""), unseen))
    return parts


def with_curves_of(recogniser: Recogniser, calibrated: Recogniser) -> Recogniser:
    """One that did not learn from some texts, calibrated as the one that did."""
    return replace(recogniser, curve=calibrated.curve, curve_by_words=calibrated.curve_by_words)


def calibrate(
    recogniser: Recogniser, unseen: Sequence[tuple[Recogniser, Sequence[JudgedText]]]
) -> Recogniser:
    """What a text says becomes the chance that a reader would tick the problem (Platt scaling); fitted on texts that the
    recogniser beside them did not learn from."""
    return replace(
        recogniser, curve=_curve(unseen, by_words=False), curve_by_words=_curve(unseen, by_words=True)
    )


def _curve(
    unseen: Sequence[tuple[Recogniser, Sequence[JudgedText]]], *, by_words: bool
) -> tuple[float, float]:
    highest, ticked = [], []
    for recogniser, texts in unseen:
        count = len(recogniser.codes)
        for text in texts:
            highest.append(logits_of(recogniser, text, by_words=by_words)[:, :count].max(axis=0))
            ticked.append([code in text.codes for code in recogniser.codes])
    fitted = LogisticRegression(C=1e6).fit(np.concatenate(highest)[:, None], np.concatenate(ticked))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def logits_of(recogniser: Recogniser, text: JudgedText, *, by_words: bool = False) -> NDArray[np.float32]:
    """(sentences, problems + 1)."""
    if by_words:
        return recogniser.text_logits(text.sentences, None, text.whole, None)
    return recogniser.text_logits(text.sentences, text.vectors, text.whole, text.pooled)


def measure_recogniser(
    unseen: Sequence[tuple[Recogniser, Sequence[JudgedText]]], *, by_words: bool = False
) -> dict[str, float]:
    """Micro precision, recall and F1 over the texts."""
    right = named = wanted = 0
    for recogniser, texts in unseen:
        least = recogniser.least_by_words if by_words else recogniser.least
        for text in texts:
            chances = stated_chances(logits_of(recogniser, text, by_words=by_words)).max(axis=0)
            codes = {code for code, chance in zip(recogniser.codes, chances, strict=True) if chance >= least}
            right, named = right + len(codes & text.codes), named + len(codes)
            wanted += len(text.codes)
    precision, recall = right / max(named, 1), right / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(both, 3)}
