"""What a store says of the passages for a query, before anything is weighed. No Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PassageRef:
    """Which document a passage belongs to, under which digest its vectors are kept, and the labels it is counted by."""

    key: str
    digest: str
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class Signals:
    """Raw scores by number of passage, only of passages that the audience may see."""

    stems: Mapping[int, float]
    grams: Mapping[int, float]
    dense: Mapping[int, float]
    references: Mapping[int, PassageRef]

    def without_document(self, key: str) -> "Signals":
        kept = {number: ref for number, ref in self.references.items() if ref.key != key}
        stems, grams, dense = (
            {number: score for number, score in part.items() if number in kept}
            for part in (self.stems, self.grams, self.dense)
        )
        return Signals(stems, grams, dense, kept)
