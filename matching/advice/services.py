"""The advice of the engine on a problem: people and knowledge centres, best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from krachtwijken.accounts.types import Viewer
from matching.advice.candidates import Eligible, eligible_centres, eligible_people
from matching.engine.rank import Advice, Candidate, rank
from search.api import score_pairs

PEOPLE_SHOWN, CENTRES_SHOWN = 5, 3
KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Problem:
    """`key` tells one problem from another, for keeping its advice."""

    key: str
    text: str
    themes: frozenset[str]


def advice_for(problem: Problem, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """For staff: it also holds people whom nobody else sees. Kept for an hour per problem and viewer."""
    key = f"advice:{problem.key}:{viewer.pk}"
    kept: dict[str, list[Advice]] | None = cache.get(key)
    if kept is None:
        kept = {
            "people": _ranked(problem, eligible_people())[:PEOPLE_SHOWN],
            "centres": _ranked(problem, eligible_centres(viewer))[:CENTRES_SHOWN],
        }
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _ranked(problem: Problem, eligible: Iterable[Eligible]) -> list[Advice]:
    rows = list(eligible)
    scores = score_pairs(problem.text, [row.evidence for row in rows])
    candidates = [
        Candidate(
            row.key, row.title, row.url, row.themes, row.strength, row.days,
            score.score, score.problem_sentence, score.evidence_sentence,
        )
        for row, score in zip(rows, scores, strict=True)
    ]  # fmt: skip
    return rank(problem.themes, candidates)
