"""Which of the 57 known problems, and so which themes, a text is about."""

from collections import Counter
from dataclasses import dataclass

from krachtwijken.core.models import ProblemLabel
from search.scoring import Evidence
from search.services.engine import pair_scorer

MAX_LABELS = 5
MAX_THEMES = 3
WORTH_NAMING = 0.33


@dataclass(frozen=True)
class Recognised:
    label: ProblemLabel
    sentence: str
    score: float


def recognise(text: str) -> list[Recognised]:
    """The labels that fit best, best first, each with the sentence that says so; empty when none does."""
    labels = list(ProblemLabel.objects.select_related("theme"))
    scores = pair_scorer().score_many(text, [[Evidence("", label.label)] for label in labels])
    found = [
        Recognised(label, score.problem_sentence, score.score)
        for label, score in zip(labels, scores, strict=True)
        if score.score >= WORTH_NAMING
    ]
    return sorted(found, key=lambda item: -item.score)[:MAX_LABELS]


def themes_of(found: list[Recognised]) -> list[str]:
    """Themes of the recognised problems, the heaviest first."""
    weights: Counter[str] = Counter()
    for item in found:
        if item.label.theme_id:
            weights[item.label.theme_id] += round(item.score * 1000)
    return [code for code, _ in weights.most_common(MAX_THEMES)]
