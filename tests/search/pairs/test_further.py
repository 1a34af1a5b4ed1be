"""What fits less well than what is advised."""

import numpy as np

from search.retrieval.find_for_problem import FURTHER, _further

KEYS = ["case:1", "case:2", "case:3", "case:4"]


def further(chances: list[float], advised: set[str], most: int = 3) -> list[str]:
    fits = _further(KEYS, np.array(chances, dtype=np.float32), advised, most)
    assert all(fit.is_further and not fit.reason and not fit.shared for fit in fits)
    return [fit.key for fit in fits]


def test_further_is_the_best_of_what_is_not_advised() -> None:
    assert further([0.9, 0.3, 0.6, 0.1], {"case:1"}) == ["case:3", "case:2"]


def test_nothing_comes_further_that_fits_no_better_than_chance() -> None:
    assert further([FURTHER, FURTHER - 0.01, 0.0, 0.0], set()) == ["case:1"]


def test_no_more_come_further_than_asked() -> None:
    assert further([0.5, 0.6, 0.7, 0.8], set(), most=2) == ["case:4", "case:3"]
    assert further([0.5, 0.6, 0.7, 0.8], set(), most=0) == []
