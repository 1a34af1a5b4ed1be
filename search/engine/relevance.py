"""From which scores a find is clear enough to be a result. No Django.

Something always looks most like a question: without a floor every question has a hundred results, and what the tabs and
filters count says nothing. Measured in docs/search.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.engine.signals import Signals

# Of the best score by stems and by pieces of four letters; and how far below the best cosine.
STEMS, GRAMS, COSINE = 0.1, 0.6, 0.015
# Without one word in common, the cosine between unrelated texts reaches this (.83 without the adapter).
CHANCE = 0.81
NEVER = float("inf")


@dataclass(frozen=True)
class RelevanceThreshold:
    """What a passage must reach in one of the three."""

    stems: float
    grams: float
    dense: float

    @classmethod
    def under(cls, signals: Signals) -> "RelevanceThreshold":
        """`signals` under no filter: a filter must not make another thing a result than its count said."""
        return cls(
            STEMS * max(signals.stems.values(), default=NEVER),
            GRAMS * max(signals.grams.values(), default=NEVER),
            max(signals.dense.values(), default=NEVER) - COSINE,
        )

    def clear(self, signals: Signals) -> set[str]:
        """Keys of the documents of which a passage reaches it."""
        parts = ((signals.stems, self.stems), (signals.grams, self.grams), (signals.dense, self.dense))
        return {
            signals.references[number].key
            for scores, least in parts
            for number, score in scores.items()
            if score >= least
        }


def by_words_when_meaning_is_chance(by_filter: Sequence[Signals]) -> list[Signals]:
    """When no text under any filter is nearer than unrelated texts are, the order of meaning says nothing beside a word in
    common."""
    if any(score >= CHANCE for signals in by_filter for score in signals.dense.values()):
        return list(by_filter)
    return [Signals(signals.stems, signals.grams, {}, signals.references) for signals in by_filter]


def without_chance(signals: Signals) -> Signals:
    """For a query without one word in common with anything: only what clearly means the same."""
    dense = {number: score for number, score in signals.dense.items() if score >= CHANCE}
    return Signals({}, signals.grams, dense, signals.references)
