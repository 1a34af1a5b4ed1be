"""Put scores of different kinds together: min-max to 0..1, then a weighted mean. No Django."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def min_max(scores: Mapping[Key, float]) -> dict[Key, float]:
    """Scores between 0 and 1; all equal gives 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    span = high - low
    return {key: (score - low) / span if span else 1.0 for key, score in scores.items()}


def fuse(signals: Sequence[Mapping[Key, float]], weights: Sequence[float] | None = None) -> dict[Key, float]:
    """The weighted mean of the scaled signals, 0 to 1; what a signal does not know counts as its lowest.

    A signal with weight 0 takes no part.
    """
    shares = weights or [1.0] * len(signals)
    scaled = [(min_max(signal), share) for signal, share in zip(signals, shares, strict=True)]
    scaled = [(signal, share) for signal, share in scaled if signal and share]
    total = sum(share for _, share in scaled)
    fused: dict[Key, float] = {}
    for signal, share in scaled:
        for key, score in signal.items():
            fused[key] = fused.get(key, 0.0) + score * share
    return {key: score / total for key, score in fused.items()}
