"""Figures of a benchmark."""

import time
from collections.abc import Callable, Sequence
from typing import Any


def timed(action: Callable[[], Any]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not pass, to two decimals; 0 of none."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else 0.0
