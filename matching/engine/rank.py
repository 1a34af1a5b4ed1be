"""Rank people and centres for a request: sub-scores and weights. No Django: numbers in, rows out."""

from collections.abc import Sequence
from dataclasses import dataclass

# Kept with every proposal: raise it when the weights or what they weigh change.
ENGINE_VERSION = "advies-1"
# What counts how much. The text weighs most: it is what was measured (docs/matching.md).
WEIGHTS = {"tekst": 0.8, "kracht": 0.1, "tijd": 0.1}
FULL_DAYS = 4


@dataclass(frozen=True)
class Candidate:
    """`text_score`, 0 to 1, is how well its texts fit the problem; the two sentences are what that leans on, `shared` a
    problem that both speak of. Each may be empty. `strength` and `days` are None for who has no such thing."""

    key: str
    title: str
    url: str
    strength: float | None
    days: float | None
    text_score: float
    problem_sentence: str = ""
    evidence_sentence: str = ""
    shared: str = ""


class Scored:
    """Of what has a score and the parts that it comes from, each between 0 and 1: as they are shown."""

    score: float
    parts: dict[str, float]

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(name, round(value * 100)) for name, value in self.parts.items()]


@dataclass(frozen=True)
class Advice(Scored):
    """Only the parts that this candidate has."""

    candidate: Candidate
    score: float
    parts: dict[str, float]


def rank(candidates: Sequence[Candidate]) -> list[Advice]:
    """Best first; equal scores by title and then by key, so that the same question gives the same order."""
    advice = [_weigh(candidate) for candidate in candidates]
    return sorted(advice, key=lambda item: (-item.score, item.candidate.title, item.candidate.key))


def _weigh(candidate: Candidate) -> Advice:
    parts = {"tekst": candidate.text_score}
    if candidate.strength is not None:
        parts["kracht"] = candidate.strength
    if candidate.days is not None:
        parts["tijd"] = min(candidate.days / FULL_DAYS, 1.0)
    weight = sum(WEIGHTS[name] for name in parts)
    score = sum(WEIGHTS[name] * value for name, value in parts.items()) / weight
    return Advice(candidate, round(score, 4), parts)
