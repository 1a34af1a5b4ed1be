"""The figures of `evaluate_search` and `ablate_search`."""

import random

import numpy as np
import pytest
from sklearn.metrics import ndcg_score

from search.evaluation.collection import (
    Judgements,
    interval,
    judgements_of,
    measure_rankings,
    ndcg,
    ndcg_of_each,
)


def test_gain_is_two_to_the_grade_minus_one_and_what_counts_not_is_left_out() -> None:
    rows = [("1", "a", 2), ("1", "b", 1), ("1", "c", 0), ("2", "a", 3), ("3", "a", 0)]
    found = judgements_of({"qid": qid, "doc": doc, "rel": rel} for qid, doc, rel in rows)
    assert found == {"1": {"a": 3.0, "b": 1.0}, "2": {"a": 7.0}}


def test_best_order_is_worth_one() -> None:
    assert ndcg(["a", "b", "c"], {"a": 3, "b": 1}) == pytest.approx(1)


def test_second_place_counts_less_and_the_eleventh_nothing() -> None:
    assert ndcg(["x", "a"], {"a": 3}) == pytest.approx(1 / np.log2(3))
    assert ndcg([*"bcdefghijk", "a"], {"a": 3}) == 0


@pytest.mark.parametrize("seed", range(20))
def test_ndcg_is_that_of_scikit_learn(seed: int) -> None:
    chance = random.Random(seed)
    documents = [f"d{number}" for number in range(40)]
    wanted = {document: 2.0 ** chance.randint(1, 3) - 1 for document in chance.sample(documents, 12)}
    ranked = chance.sample(documents, 40)
    gains = np.array([[wanted.get(document, 0.0) for document in ranked]])
    places = np.array([range(len(ranked), 0, -1)])
    assert ndcg(ranked, wanted) == pytest.approx(ndcg_score(gains, places, k=10))


def test_question_that_found_nothing_counts_as_nothing() -> None:
    wanted: Judgements = {"1": {"a": 3.0}, "2": {"a": 3.0, "b": 1.0}, "3": {"a": 1.0}}
    found = {"1": ["a"], "2": ["b", "x"], "4": ["a"]}
    second = 1 / (3 + 1 / np.log2(3))
    assert ndcg_of_each(found, wanted) == pytest.approx([1, second, 0])
    assert measure_rankings(found, wanted) == {
        "ndcg@10": pytest.approx((1 + second) / 3, abs=5e-5),
        "recall@10": 0.5,
        "s@1": 0.6667,
    }


def test_without_judgements_nothing_is_measured() -> None:
    assert measure_rankings({"1": ["a"]}, {}) == {}


def test_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0] * 70 + [1.0] * 30
    low, high = interval(values)
    assert low < 0.3 < high
    assert (low, high) == interval(values)
    assert (low, high) == pytest.approx((0.21, 0.39), abs=0.015)


@pytest.mark.parametrize("values", [[0.5], [0.5, 0.5, 0.5]])
def test_interval_of_what_does_not_vary_is_a_point(values: list[float]) -> None:
    assert interval(values) == (0.5, 0.5)
