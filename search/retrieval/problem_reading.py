"""A pasted problem, read once for every part of its answer."""

from functools import lru_cache

from krachtwijken.core.text import clean_text
from search.backend import backend
from search.engine.pairs.batch import Models
from search.engine.pairs.readings import ProblemReading, read_problem
from search.errors import ModelUnavailableError
from search.retrieval.find import MAX_QUERY

# Of some 100 kB each.
READINGS_KEPT = 64


def read(text: str) -> tuple[ProblemReading, Models]:
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
