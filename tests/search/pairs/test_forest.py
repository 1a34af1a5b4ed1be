"""Trees as flat arrays say what scikit-learn says."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from search.engine.pairs import forest as forests
from search.training.reasons import forest_of

ROWS, COLUMNS = 400, 5


def table() -> np.ndarray:
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(ROWS, COLUMNS)).astype(np.float32)
    rows[draw.random((ROWS, COLUMNS)) < 0.2] = np.nan
    return rows


def fitted() -> HistGradientBoostingClassifier:
    rows = table()
    wanted = (np.nan_to_num(rows[:, 0]) * np.nan_to_num(rows[:, 1], nan=1.0) > 0.1) | np.isnan(rows[:, 2])
    return HistGradientBoostingClassifier(max_iter=30, max_leaf_nodes=8, random_state=0).fit(rows, wanted)


@pytest.mark.parametrize("at_a_time", [7, 1000])
def test_same_log_odds_with_and_without_unknown_values(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forests, "ROWS_AT_A_TIME", at_a_time)
    model, rows = fitted(), table()
    assert np.allclose(forest_of(model).sums(rows), model.decision_function(rows), atol=1e-5)


def test_nothing_asked_is_nothing_said() -> None:
    assert forest_of(fitted()).sums(np.zeros((0, COLUMNS), dtype=np.float32)).shape == (0,)
