"""A pasted problem, read once for every part of its answer: which known problems, and so which themes, it states."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.text import clean_text
from search.backend import backend
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import ProblemReading, read_problem
from search.engine.recognition import chances_of, stated_chances
from search.errors import ModelUnavailableError
from search.retrieval.find import MAX_QUERY
from search.types import Recognised

MAX_LABELS = 6
MAX_THEMES = 3
# Of some 100 kB each.
READINGS_KEPT = 64
# From this chance on a sentence seems to state a problem: a reader is told of it when none was named for it. Measured:
# docs/recognition.md.
SEEMS_TO_STATE = 0.6
# And of the problems that it may state as many as have this chance by themselves, far too little to name them.
MAY_STATE, MOST_GUESSES = 0.01, 3


def read_with_models(text: str) -> tuple[ProblemReading, Models]:
    """With the models it was read by; by words alone when the language model is damaged or still loading."""
    problem = clean_text(text, max_length=MAX_QUERY)
    models = backend().models()
    try:
        return _read(problem, models), models
    except ModelUnavailableError:
        by_words = Models(models.recogniser, models.pairs, None, None)
        return _read(problem, by_words), by_words


@lru_cache(maxsize=READINGS_KEPT)
def _read(problem: str, models: Models) -> ProblemReading:
    return read_problem(problem, models.recogniser, models.embedder)


def recognise(text: str) -> list[Recognised]:
    """The problems that the text states, surest first, each with the sentence that does; empty when none."""
    named = named_problems(*read_with_models(text))
    rows = ProblemLabel.objects.in_bulk([code for code, _, _ in named], field_name="code")
    return [
        Recognised(code, rows[code].label, rows[code].theme_id or "", sentence, score)
        for code, sentence, score in named
        if code in rows
    ]


@dataclass(frozen=True)
class MissedSentence:
    """Seems to state a problem, and none was named for it. `place` among all sentences of the text; `guesses` are codes of
    problems that it may state, likeliest first, none of them named."""

    place: int
    text: str
    guesses: Sequence[str] = ()


@dataclass(frozen=True)
class Understanding:
    """Of the sentences that seem to state a problem: how many, and those for which none was named, in the order of the
    text."""

    stating: int
    missed: Sequence[MissedSentence]

    @property
    def understood(self) -> int:
        return self.stating - len(self.missed)


def understand(text: str) -> Understanding:
    """How much of what the text says was recognised."""
    return understanding_of(*read_with_models(text))


def understanding_of(problem: ProblemReading, models: Models) -> Understanding:
    if problem.is_empty:
        return Understanding(0, ())
    recogniser = models.recogniser
    problems = named_problems(problem, models)
    named = [recogniser.places[code] for code, _, _ in problems]
    chances = chances_of(problem.logits)
    told = (chances[:, named] >= recogniser.least_for(by_words=models.embedder is None)).any(axis=1)
    # The sentence that is shown beside a problem counts as one that states something, however unsure it is by itself.
    quoted = {sentence for _, sentence, _ in problems}
    states = (1 - chances[:, -1] >= SEEMS_TO_STATE) | [
        statement in quoted for statement in problem.statements
    ]
    chances[:, [*named, -1]] = 0
    missed = [
        MissedSentence(row, problem.statements[row], _guesses(chances[row], recogniser.codes))
        for row in np.flatnonzero(states & ~told).tolist()
    ]
    return Understanding(int(states.sum()), missed)


def _guesses(chances: NDArray[np.float32], codes: Sequence[str]) -> list[str]:
    likeliest = np.argsort(-chances, kind="stable")[:MOST_GUESSES].tolist()
    return [codes[place] for place in likeliest if chances[place] >= MAY_STATE]


def recognise_without_database(text: str) -> list[tuple[str, str, float]]:
    """(code, sentence, chance); waits for the model as long as it takes."""
    models = backend().models(patience=None)
    return named_problems(read_problem(text, models.recogniser, models.embedder), models)


def named_problems(problem: ProblemReading, models: Models) -> list[tuple[str, str, float]]:
    """(code, sentence, chance) of every problem sure enough to be named, surest first."""
    if problem.is_empty:
        return []
    recogniser = models.recogniser
    least = recogniser.least_for(by_words=models.embedder is None)
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


def warm_up_recogniser() -> None:
    """The recogniser and the model, before the first visitor pastes a text."""
    recognise("wijk")
