"""Fit the recogniser of the problems that a typed question is about: a few words name a problem without stating it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from search.engine.embeddings import TokenEmbedder, Vectors
from search.engine.recognition import Recogniser, chances_of
from search.training import material
from search.training.material import LabelSentence
from search.training.recogniser import Material, fit_recogniser

VERSION = "1"
FOLDS = 4
# The chances for which the report says how often the surest problem is right.
TOLD = (0.1, 0.3, 0.5)


def learn_questions(
    embedder: TokenEmbedder, *, progress: Callable[[str], None] = lambda line: None
) -> tuple[Recogniser, dict[str, float]]:
    """The recogniser, calibrated on what recognisers that did not see a question say of it, and how good these were.
    Sentences that state a problem are learned from too."""
    sentences, questions = material.label_sentences(), material.typed_questions()
    known = embedder.queries([sentence.text for sentence in sentences])
    asked = embedder.queries([question.text for question in questions])
    codes = sorted({code for sentence in sentences for code in sentence.codes})

    def fit(rows: Sequence[int]) -> Recogniser:
        learned = [*sentences, *(questions[row] for row in rows)]
        return fit_recogniser(
            Material(learned, np.vstack([known, asked[rows]]), embedder.identity, codes),
            version=VERSION, progress=progress,
        )  # fmt: skip

    logits = _unseen(questions, asked, fit, len(codes))
    targets = np.array([[code in question.codes for code in codes] for question in questions])
    curve = LogisticRegression(C=1e6).fit(logits.reshape(-1, 1), targets.ravel())
    slope, offset = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    fitted = replace(fit(range(len(questions))), curve=(slope, offset))
    return fitted, _report(chances_of(slope * logits + offset), targets)


def _unseen(
    questions: Sequence[LabelSentence],
    vectors: Vectors,
    fit: Callable[[Sequence[int]], Recogniser],
    codes: int,
) -> NDArray[np.float32]:
    """(questions, codes): log-odds by recognisers that did not learn from the question."""
    fold = np.random.default_rng(1).integers(0, FOLDS, len(questions))
    logits = np.zeros((len(questions), codes), dtype=np.float32)
    for number in range(FOLDS):
        unseen = np.flatnonzero(fold == number)
        recogniser = fit(np.flatnonzero(fold != number).tolist())
        texts = [questions[row].text for row in unseen.tolist()]
        logits[unseen] = recogniser.sentence_logits(texts, vectors[unseen])[:, :-1]
    return logits


def _report(chances: NDArray[np.float32], targets: NDArray[np.bool_]) -> dict[str, float]:
    """Of questions about a problem how often the surest one is right and at least so sure, of the others how often any is."""
    about, surest = targets.any(axis=1), chances.argmax(axis=1)
    right = targets[np.arange(len(targets)), surest][about]
    report = {"questions": float(len(targets)), "right": round(float(right.mean()), 3)}
    for least in TOLD:
        sure = chances.max(axis=1) >= least
        report[f"right from {least}"] = round(float((right & sure[about]).mean()), 3)
        report[f"wrong from {least}"] = round(float((~right & sure[about]).mean()), 3)
        report[f"about none from {least}"] = round(float(sure[~about].mean()), 3)
    return report
