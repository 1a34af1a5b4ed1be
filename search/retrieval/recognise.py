"""Which of the known problems, and so which themes, a text states."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from krachtwijken.core.models import ProblemLabel
from search.backend import backend
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import ProblemReading, read_problem
from search.engine.recognition import stated_chances
from search.retrieval.problem_reading import read
from search.types import Recognised

MAX_LABELS = 6
MAX_THEMES = 3


def recognise(text: str) -> list[Recognised]:
    """The problems that the text states, surest first, each with the sentence that does; empty when none."""
    found = named_problems(*read(text))
    rows = ProblemLabel.objects.in_bulk([code for code, _, _ in found], field_name="code")
    return [
        Recognised(code, rows[code].label, rows[code].theme_id or "", sentence, score)
        for code, sentence, score in found
        if code in rows
    ]


def recognise_without_database(text: str) -> list[tuple[str, str, float]]:
    """(code, sentence, chance); waits for the model as long as it takes."""
    models = backend().models(patience=None)
    return named_problems(read_problem(text, models.recogniser, models.embedder), models)


def named_problems(problem: ProblemReading, models: Models) -> list[tuple[str, str, float]]:
    """(code, sentence, chance) of every problem sure enough to be named, surest first."""
    if problem.is_empty:
        return []
    recogniser = models.recogniser
    least = recogniser.least if models.embedder is not None else recogniser.least_by_words
    chances = stated_chances(problem.logits)
    rows, best = chances.argmax(axis=0), chances.max(axis=0)
    order = [place for place in np.argsort(-best, kind="stable").tolist() if best[place] >= least]
    return [
        (recogniser.codes[place], problem.statements[rows[place]], round(float(best[place]), 4))
        for place in order[:MAX_LABELS]
    ]


def themes_of(recognised: Sequence[Recognised]) -> list[str]:
    """Themes of the recognised problems, the heaviest first."""
    weights: Counter[str] = Counter()
    for item in recognised:
        if item.theme:
            weights[item.theme] += round(item.score * 1000)
    return [code for code, _ in weights.most_common(MAX_THEMES)]


def warm_up() -> None:
    """The recogniser and the model, before the first visitor pastes a text."""
    recognise("wijk")
