"""How long advice takes among many people whose vectors are stored: the shortlist, the score of pairs and the reasons."""

import time
from collections.abc import Iterator, Sequence
from random import Random

from search.backend import backend, override_backend
from search.evaluation.bench.drawn import DrawnBackend, DrawnEmbedder
from search.evaluation.scratch import scratch_index
from search.retrieval.find_for_problem import SHORTLIST, weigh
from search.retrieval.recognise import read_with_models
from search.training.material import read_rows
from search.types import Document, Kind, SearchFilters

PIECES = 5
SHOWN = 5
PUBLIC = frozenset({"public"})


def time_advice(experts: int, requests: int) -> list[float]:
    """Milliseconds per request; reading the problem is left out. Raises ModelUnavailableError without a model."""
    pool = [
        row["text"]
        for name in ("people", "cases")
        for row in read_rows(f"advies/{name}.jsonl")
        if "text" in row
    ]
    pool += [item["text"] for row in read_rows("advies/people.jsonl") for item in row["evidence"]]
    problems = [row["text"] for row in read_rows("advies/problems.jsonl")]
    model = backend().models(patience=None).embedder
    if model is None:
        return []
    drawn = DrawnEmbedder(model, pool)
    with scratch_index("embedded", drawn) as index:
        index.rebuild(people(experts, pool))
        site = DrawnBackend(drawn)
        site.in_use = site.wanted_index = index
        with override_backend(site):
            return [_timed(problems[number % len(problems)]) for number in range(requests)]


def people(count: int, pool: Sequence[str]) -> Iterator[Document]:
    """Each with five pieces of the pool, every one with a number of its own so that none is stored twice."""
    draw = Random(7)
    for number in range(count):
        sections = [
            (f"Ervaring {place}", f"{draw.choice(pool)} Project {number} in jaar {place}.")
            for place in range(PIECES)
        ]
        yield Document(Kind.PROFILE, number, f"Deskundige {number}", sections, ["public"], is_evidence=True)


def _timed(text: str) -> float:
    problem, models = read_with_models(text)
    # Encoded once for this process, as for the second kind of finds on a page.
    _shortlist(problem.query.text)
    begun = time.perf_counter()
    titles = {key: f"Deskundige {key.partition(':')[2]}" for key in _shortlist(problem.query.text)}
    weigh(problem, models, titles, SHOWN)
    return (time.perf_counter() - begun) * 1000


def _shortlist(text: str) -> list[str]:
    ranking = backend().search(
        text, audience=PUBLIC, filters=SearchFilters(kinds=(Kind.PROFILE,)), limit=SHORTLIST, counted=False
    )
    return [item.key for item in ranking.documents]
