"""How likely a pair of sentences is a reason."""

from pathlib import Path

import numpy as np

from search.engine.pairs.reason_model import (
    FEATURES,
    PairOfSentences,
    packaged_reason_model,
    read_reason_model,
)
from tests.fakes import SIZE
from tests.search.pairs.made import reason_model


def pairs() -> PairOfSentences:
    """Two statements beside three sentences; the last statement shares most words with the last sentence."""
    table = np.zeros((2, 3, len(FEATURES)), dtype=np.float32)
    table[1, 2, FEATURES.index("words_forth")] = 0.5
    return PairOfSentences(table, np.zeros((2, SIZE), np.float32), np.zeros((3, SIZE), np.float32))


def test_likeness_is_asked_of_all_pairs_and_the_chance_of_some() -> None:
    model = reason_model()
    likeness = model.likeness(pairs())
    assert likeness.shape == (2, 3)
    assert np.unravel_index(likeness.argmax(), likeness.shape) == (1, 2)
    low, high = model.chances(pairs(), np.array([0, 1]), np.array([0, 2]))
    assert low < 0.01
    assert high > 0.99


def test_model_that_was_kept_says_the_same(tmp_path: Path) -> None:
    model = reason_model(least=0.7)
    model.save(tmp_path / "model.npz")
    again = read_reason_model(tmp_path / "model.npz")
    assert (again.identity, again.least, again.intercept) == (model.identity, 0.7, model.intercept)
    assert np.array_equal(again.likeness(pairs()), model.likeness(pairs()))
    rows, columns = np.array([0, 1]), np.array([1, 2])
    assert np.array_equal(again.chances(pairs(), rows, columns), model.chances(pairs(), rows, columns))


def test_packaged_model_knows_the_features_of_today() -> None:
    model = packaged_reason_model()
    assert len(model.means) == len(model.weights) == len(FEATURES)
    assert model.forest.column.max() < len(FEATURES) + model.asked.parts.shape[1] + model.given.parts.shape[1]
