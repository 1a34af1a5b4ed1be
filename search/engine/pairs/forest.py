"""Gradient-boosted trees as flat arrays: fitted by scikit-learn, asked without it. No Django."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A thousand rows by two hundred trees are some megabytes at a time.
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, eq=False)
class Forest:
    """`roots` (trees,) are the first node of each tree. Node i asks whether `column[i]` of a row is at most
    `threshold[i]` and goes on at `left[i]` or `right[i]`; what is not known goes left where `unknown_left[i]`. A leaf
    leads to itself, and adds `value[i]`. `depth` steps reach a leaf in every tree."""

    roots: NDArray[np.int32]
    column: NDArray[np.int16]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    unknown_left: NDArray[np.bool_]
    value: NDArray[np.float32]
    depth: int
    baseline: float

    def sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-odds (rows,) of `table` (rows, columns), NaN where something is not known."""
        parts = [
            self._sums(table[start : start + ROWS_AT_A_TIME])
            for start in range(0, len(table), ROWS_AT_A_TIME)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        rows = np.arange(len(table))[:, None]
        nodes = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            values = table[rows, self.column[nodes]]
            goes_left = np.where(np.isnan(values), self.unknown_left[nodes], values <= self.threshold[nodes])
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        return np.asarray(self.value[nodes].sum(axis=1) + self.baseline, dtype=np.float32)
