"""A small recogniser and readings that tests can follow by hand."""

import numpy as np

from search.engine.embeddings import TokenEmbedder
from search.engine.features import TermTable
from search.engine.pairs.batch import Models
from search.engine.pairs.features import FEATURES
from search.engine.pairs.forest import Forest
from search.engine.pairs.reason_model import FEATURES as REASON_FEATURES
from search.engine.pairs.reason_model import ReasonModel, Side
from search.engine.pairs.scoring import Curve, PairModel
from search.engine.recognition import LinearModel, Recogniser
from tests.fakes import SIZE, WordEmbedder

SENTENCES = ["Jongeren hebben schulden.", "De straat is vuil.", "Het is een mooie dag.", "Schulden en vuil."]
SURE = 8.0


def recogniser(embedder: TokenEmbedder | None = None) -> Recogniser:
    """Two problems, each by one word: DEBT by "schulden", DIRT by "vuil"; without either a sentence states none."""
    vocabulary = TermTable.of(SENTENCES, "stems", least=1)
    words = np.zeros((len(vocabulary.terms), 3), dtype=np.float32)
    for column, stem in enumerate(("schuld", "vuil")):
        words[vocabulary.places[stem], column] = 4 * SURE
        words[vocabulary.places[stem], 2] = -4 * SURE
    intercept = np.array([-SURE, -SURE, SURE], dtype=np.float32)
    by_words = LinearModel(np.zeros((0, 3), np.float32), words, intercept)
    with_meaning = LinearModel(np.zeros((SIZE, 3), np.float32), words, intercept)
    identity = embedder.identity if embedder is not None else "words"
    return Recogniser(
        "test", identity, ["DEBT", "DIRT"], [vocabulary], np.zeros(SIZE, np.float32), 1.0,
        with_meaning, by_words, least=0.5, least_by_words=0.5,
    )  # fmt: skip


def pair_model() -> PairModel:
    even = dict.fromkeys(FEATURES, 1.0)
    return PairModel(dict.fromkeys(FEATURES, 0.0), even, even, Curve(1, -2), Curve(1, -1))


def reason_model(least: float = 0.5) -> ReasonModel:
    """By the words that two sentences share, and nothing else: one tree that asks whether they share a fifth."""
    column = REASON_FEATURES.index("words_forth")
    weights = np.array([10.0 * (place == column) for place in range(len(REASON_FEATURES))], dtype=np.float32)
    count, side = len(REASON_FEATURES), Side(np.zeros(SIZE, np.float32), np.zeros((SIZE, 1), np.float32))
    forest = Forest(
        np.array([0], np.int32), np.array([column, 0, 0], np.int16), np.array([0.2, np.inf, np.inf]),
        np.array([1, 1, 2], np.int32), np.array([2, 1, 2], np.int32), np.ones(3, bool),
        np.array([0, -SURE, SURE], np.float32), 1, 0.0,
    )  # fmt: skip
    return ReasonModel(
        "words", np.zeros(count, np.float32), np.ones(count, np.float32), weights,
        np.zeros(1, np.float32), np.zeros(1, np.float32), -2.0, side, side, forest, least,
    )  # fmt: skip


def models(*, with_meaning: bool = True) -> Models:
    embedder = WordEmbedder() if with_meaning else None
    return Models(recogniser(embedder), pair_model(), reason_model() if with_meaning else None, embedder)
