"""From what is compared to one score per candidate: a monotone model, no weight below 0. No Django.

Each feature is brought to mean 0 and spread 1, weighed and added; of the pieces of a candidate the best and the mean of
the best three count half each; a logistic curve makes that the chance that a desk officer would propose it. Fitted on
judged pairs by `train_pairs`: docs/matching.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engine.pairs.features import BY_WORDS, FEATURES

MODEL = Path(__file__).parent / "data" / "pair_model.json"
BEST_FEW = 3


@dataclass(frozen=True)
class Curve:
    """Of a fitted logistic regression on one number."""

    slope: float
    offset: float

    def chance(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return (1 / (1 + np.exp(-np.clip(self.slope * values + self.offset, -30, 30)))).astype(np.float32)


@dataclass(frozen=True, eq=False)
class PairModel:
    """`means`, `spreads` and `weights` by feature. A feature that is not known counts as its mean. `curve` with all
    features, `curve_by_words` for those that need no language model."""

    means: Mapping[str, float]
    spreads: Mapping[str, float]
    weights: Mapping[str, float]
    curve: Curve
    curve_by_words: Curve

    def sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """(pieces,) from (pieces, features)."""
        standard = (table - _row(self.means)) / _row(self.spreads)
        return np.asarray(np.nan_to_num(standard) @ _row(self.weights), dtype=np.float32)

    def chances(self, pooled: NDArray[np.float32], *, by_words: bool = False) -> NDArray[np.float32]:
        return (self.curve_by_words if by_words else self.curve).chance(pooled)


def pool(sums: NDArray[np.float32], owners: Sequence[int], candidates: int) -> NDArray[np.float32]:
    """(candidates,): of the pieces of each, whose number is in `owners`. Without pieces the lowest of all."""
    pooled = np.full(candidates, sums.min() if len(sums) else 0.0, dtype=np.float32)
    whose = np.asarray(owners)
    for candidate in np.unique(whose):
        best = np.sort(sums[whose == candidate])[::-1][:BEST_FEW]
        pooled[candidate] = (best[0] + best.mean()) / 2
    return pooled


def model_from(kept: Mapping[str, Any]) -> PairModel:
    curves = (Curve(**kept[name]) for name in ("curve", "curve_by_words"))
    return PairModel(kept["means"], kept["spreads"], kept["weights"], *curves)


@cache
def packaged_pair_model() -> PairModel:
    return model_from(json.loads(MODEL.read_text(encoding="utf-8")))


def _row(values: Mapping[str, float]) -> NDArray[np.float32]:
    return np.array([values[name] for name in FEATURES], dtype=np.float32)


def is_by_words(table: NDArray[np.float32]) -> bool:
    """Whether nothing is known of meaning."""
    others = [place for place, name in enumerate(FEATURES) if name not in BY_WORDS]
    return bool(np.isnan(table[:, others]).all())
