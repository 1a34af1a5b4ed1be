"""The advice on a problem: people and knowledge centres, best first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import structlog
from django.core.cache import cache

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel
from matching.advice.candidates import Eligible, eligible_centres, eligible_people
from matching.engine.rank import Advice, Candidate, rank
from search.api import Fit, fits_for_problem
from search.errors import SearchUnavailableError
from search.types import Kind

log = structlog.get_logger(__name__)

PEOPLE_SHOWN, CENTRES_SHOWN = 5, 3
# People who have no days to spare make place for those who have.
LOOKED_AT = 20
KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Problem:
    """`key` tells one problem from another, for keeping its advice."""

    key: str
    text: str


def advice_for(problem: Problem, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """For staff: it also holds people whom nobody else sees. Kept for an hour per problem and viewer; empty while there
    is no index to ask."""
    key = f"advice:{problem.key}:{viewer.pk}"
    kept: dict[str, list[Advice]] | None = cache.get(key)
    if kept is not None:
        return kept
    try:
        kept = {
            "people": _people(problem, viewer)[:PEOPLE_SHOWN],
            "centres": _centres(problem, viewer)[:CENTRES_SHOWN],
        }
    except SearchUnavailableError as error:
        log.warning("advice_unavailable", error=str(error))
        return {"people": [], "centres": []}
    cache.set(key, kept, KEPT_SECONDS)
    return kept


def _people(problem: Problem, viewer: Viewer) -> list[Advice]:
    fits = fits_for_problem(problem.text, viewer=viewer, kind=Kind.PROFILE, limit=LOOKED_AT)
    return _ranked(fits, eligible_people([fit.key for fit in fits]))


def _centres(problem: Problem, viewer: Viewer) -> list[Advice]:
    fits = fits_for_problem(problem.text, viewer=viewer, kind=Kind.CENTRE, limit=LOOKED_AT)
    return _ranked(fits, eligible_centres([fit.key for fit in fits], viewer))


def _ranked(fits: Sequence[Fit], eligible: Iterable[Eligible]) -> list[Advice]:
    by_key = {fit.key: fit for fit in fits}
    labels = dict(
        ProblemLabel.objects.filter(code__in=[fit.shared for fit in fits]).values_list("code", "label")
    )
    return rank([_candidate(row, by_key[row.key], labels) for row in eligible])


def _candidate(row: Eligible, fit: Fit, labels: dict[str, str]) -> Candidate:
    reason = fit.reason
    return Candidate(
        row.key, row.title, row.url, row.strength, row.days, fit.chance,
        reason.problem_sentence if reason else "", reason.evidence_sentence if reason else "",
        labels.get(fit.shared, ""),
    )  # fmt: skip
