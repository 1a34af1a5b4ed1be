"""Fitting what makes evidence fit a problem."""

import numpy as np
import pytest
from numpy.typing import NDArray

from search.engine.pairs.features import FEATURES
from search.training.pairs import (
    SIGNED,
    UNJUDGED,
    JudgedAdvice,
    JudgedSide,
    cross_validate_weights,
    fit_weights,
    ndcg_of_scores,
    pair_model,
    standard_of,
)

PROBLEMS, CANDIDATES = 12, 6
TELLING = FEATURES.index("words")


def advice(grades: NDArray[np.float32]) -> JudgedAdvice:
    """One piece per candidate; `words` tells which are good, the other features are noise, `tied` is not known."""
    draw = np.random.default_rng(0)
    tables = draw.normal(size=(PROBLEMS, CANDIDATES, len(FEATURES))).astype(np.float32)
    tables[:, :, TELLING] += 3 * (grades > 0)
    tables[:, :, FEATURES.index("tied")] = np.nan
    side = JudgedSide("cases", [str(n) for n in range(CANDIDATES)], [], np.arange(CANDIDATES), tables, grades)
    return JudgedAdvice({str(n): None for n in range(PROBLEMS)}, [side])


def grades(unjudged: int = 0) -> NDArray[np.float32]:
    table = np.zeros((PROBLEMS, CANDIDATES), dtype=np.float32)
    table[np.arange(PROBLEMS), np.arange(PROBLEMS) % CANDIDATES] = 2
    table[:, :unjudged] = np.where(table[:, :unjudged] > 0, table[:, :unjudged], UNJUDGED)
    return table


def test_weight_goes_to_what_tells_good_from_bad_and_none_falls_below_zero() -> None:
    judged = advice(grades())
    weights = fit_weights([(judged, judged.judged)], standard_of([judged]))
    assert weights.argmax() == TELLING
    assert weights.min() >= 0


def test_candidate_that_nobody_judged_counts_neither_way() -> None:
    scores = np.array([9.0, 2.0, 1.0], dtype=np.float32)
    assert ndcg_of_scores(scores, np.array([UNJUDGED, 2, 0], dtype=np.float32)) == 1
    assert ndcg_of_scores(scores, np.array([0, 2, 0], dtype=np.float32)) < 1


def test_feature_that_no_set_knows_is_neutral() -> None:
    standard = standard_of([advice(grades())])
    assert standard.means[FEATURES.index("tied")] == 0
    assert standard.spreads[FEATURES.index("tied")] == 1


def test_problem_is_measured_with_weights_fitted_without_it() -> None:
    judged = advice(grades(unjudged=2))
    report = cross_validate_weights({"made": judged}, standard_of([judged]))
    assert report["fitted"]["made cases"] > 0.8
    assert set(report["equal"]) == {"made cases"}


@pytest.mark.parametrize("grade", [SIGNED, SIGNED + 1])
def test_chance_is_that_of_being_signed(grade: int) -> None:
    table = grades()
    table[table > 0] = grade
    judged = advice(table)
    kept = pair_model(judged, standard_of([judged]), np.eye(len(FEATURES), dtype=np.float32)[TELLING])
    assert kept["curve"]["slope"] > 0
