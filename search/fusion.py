"""Put scores of different kinds together: min-max to 0..1, equal weight. No Django."""

from collections.abc import Mapping, Sequence


def min_max(scores: Mapping[str, float]) -> dict[str, float]:
    """Scores between 0 and 1; all equal gives 1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    span = high - low
    return {key: (score - low) / span if span else 1.0 for key, score in scores.items()}


def fuse(signals: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of the scaled signals; what a signal does not know counts as its lowest."""
    scaled = [min_max(signal) for signal in signals if signal]
    keys = {key for signal in scaled for key in signal}
    return {key: sum(signal.get(key, 0.0) for signal in scaled) / max(len(scaled), 1) for key in keys}
