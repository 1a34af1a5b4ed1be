"""From features to one score per candidate."""

import numpy as np
import pytest

from search.engine.pairs.features import BY_WORDS, FEATURES
from search.engine.pairs.scoring import Curve, PairModel, is_by_words, packaged_pair_model, pool

NAN = float("nan")


def model(**weights: float) -> PairModel:
    each = dict.fromkeys(FEATURES, 0.0)
    return PairModel(each, dict.fromkeys(FEATURES, 1.0), each | weights, Curve(1, 0), Curve(2, 0))


def row(**values: float) -> list[float]:
    return [values.get(name, NAN) for name in FEATURES]


def test_feature_that_is_not_known_counts_as_its_mean() -> None:
    table = np.array([row(words=1.0), row(words=1.0, meaning=0.0)], dtype=np.float32)
    sums = model(words=2, meaning=3).sums(table)
    assert sums.tolist() == [2.0, 2.0]


def test_packaged_weights_are_monotone() -> None:
    assert min(packaged_pair_model().weights.values()) >= 0
    assert packaged_pair_model().curve.slope > 0


def test_pool_takes_the_best_and_the_mean_of_the_best_three() -> None:
    sums = np.array([4.0, 1.0, 1.0, -9.0, 3.0], dtype=np.float32)
    assert pool(sums, [0, 0, 0, 0, 1], 2).tolist() == [3.0, 3.0]


def test_candidate_without_pieces_comes_last() -> None:
    assert pool(np.array([2.0, -1.0], dtype=np.float32), [0, 1], 3).tolist() == [2.0, -1.0, -1.0]


@pytest.mark.parametrize("by_words", [True, False])
def test_chance_rises_with_the_sum(by_words: bool) -> None:
    low, high = model().chances(np.array([-1.0, 1.0], dtype=np.float32), by_words=by_words)
    assert 0 < low < 0.5 < high < 1


def test_table_without_meaning_is_by_words() -> None:
    known = dict.fromkeys(BY_WORDS, 0.5)
    assert is_by_words(np.array([row(**known)], dtype=np.float32))
    assert not is_by_words(np.array([row(**known, meaning=0.9)], dtype=np.float32))
