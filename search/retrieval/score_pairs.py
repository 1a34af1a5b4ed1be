"""How well texts from outside fit problems from outside: for commands."""

from collections.abc import Iterator, Sequence

from search.backend import backend
from search.engine.pairs.batch import rank_batch
from search.types import Evidence, PairScore


def score_every_pair(
    problems: Sequence[str], candidates: Sequence[Sequence[Evidence]]
) -> Iterator[list[PairScore]]:
    """Per problem one score per candidate, in order, after waiting for the model as long as it takes."""
    yield from rank_batch(problems, candidates, backend().models(patience=None))
