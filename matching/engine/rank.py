"""Rank people and centres for a request: sub-scores, weights, reasons. No Django: rows in, rows out."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.scoring import Evidence, PairScorer

# What counts how much. The text weighs most: it is what was measured (docs/matching.md).
WEIGHTS = {"tekst": 0.6, "thema": 0.2, "kracht": 0.1, "tijd": 0.1}
FULL_DAYS = 4


@dataclass(frozen=True)
class Candidate:
    key: str
    title: str
    url: str
    evidence: Sequence[Evidence]
    themes: frozenset[str]
    strength: float
    days: int


@dataclass(frozen=True)
class Advice:
    """Everything between 0 and 1; the two sentences are what the text score leans on."""

    candidate: Candidate
    score: float
    parts: dict[str, float]
    problem_sentence: str
    evidence_sentence: str

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(name, round(value * 100)) for name, value in self.parts.items()]


def rank(
    problem: str, themes: frozenset[str], candidates: Sequence[Candidate], scorer: PairScorer
) -> list[Advice]:
    """Best first; equal scores by title, so that the same question gives the same order."""
    texts = scorer.score_many(problem, [candidate.evidence for candidate in candidates])
    advice = []
    for candidate, text in zip(candidates, texts, strict=True):
        parts = {
            "tekst": text.score,
            "thema": len(themes & candidate.themes) / len(themes) if themes else 0.0,
            "kracht": candidate.strength,
            "tijd": min(candidate.days / FULL_DAYS, 1.0),
        }
        score = sum(WEIGHTS[name] * value for name, value in parts.items())
        advice.append(
            Advice(candidate, round(score, 4), parts, text.problem_sentence, text.evidence_sentence)
        )
    return sorted(advice, key=lambda item: (-item.score, item.candidate.title))
