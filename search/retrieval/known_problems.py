"""Which of the 57 known problems, and so which themes, a text is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.text import read_text
from search.backend import backend
from search.engine.dutch.analysis import tokens
from search.engine.pair_scoring import meaning

TRIGGERS = Path(__file__).parent / "triggers.yaml"
MAX_LABELS = 5
MAX_THEMES = 3
WORTH_NAMING = 0.5
# Two different trigger words leave little doubt.
SURE = 2


@dataclass(frozen=True)
class Recognised:
    label: ProblemLabel
    sentence: str
    score: float


def recognise(text: str) -> list[Recognised]:
    """The labels that fit best, best first, each with the sentence that says so; empty when none does.

    Half of the score is the likeness in meaning of the best sentence, half the trigger words that the text holds.
    """
    parts = [unit.text for unit in read_text(text).statements][:60]
    labels = list(ProblemLabel.objects.select_related("theme"))
    if not parts:
        return []
    likeness = meaning(backend().cached_embedder(), [label.label for label in labels], parts)
    said = set(tokens(text))
    found = []
    for row, label in enumerate(labels):
        words = sum(1 for trigger in triggers().get(label.code, ()) if said.issuperset(trigger))
        best = int(likeness[row].argmax())
        score = 0.5 * float(likeness[row, best]) + 0.5 * min(words / SURE, 1.0)
        if score >= WORTH_NAMING and words:
            found.append(Recognised(label, parts[best], score))
    return sorted(found, key=lambda item: -item.score)[:MAX_LABELS]


def warm_up() -> None:
    """Vectors of the known problems, before the first visitor pastes a text."""
    recognise("wijk")


@cache
def triggers() -> dict[str, list[frozenset[str]]]:
    """Per label the stems of each trigger; of a compound the whole is enough."""
    rows: dict[str, Sequence[str]] = yaml.safe_load(TRIGGERS.read_text(encoding="utf-8"))
    return {code: [frozenset(tokens(word)) for word in words] for code, words in rows.items()}


def themes_of(found: list[Recognised]) -> list[str]:
    """Themes of the recognised problems, the heaviest first."""
    weights: Counter[str] = Counter()
    for item in found:
        if item.label.theme_id:
            weights[item.label.theme_id] += round(item.score * 1000)
    return [code for code, _ in weights.most_common(MAX_THEMES)]
