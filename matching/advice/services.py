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
    """`key` tells one problem from another, for keeping its advice. `codes` are the known problems that somebody said it is
    about, None when they are read in the text."""

    key: str
    text: str
    codes: Sequence[str] | None = None


def advise(problem: Problem, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """For staff: it also holds people whom nobody else sees. How well each fits is kept for an hour per problem and viewer;
    who may be asked, and what the profile says, is read anew every time. Empty while there is no index to ask."""
    try:
        return {
            "people": _people(problem, viewer)[:PEOPLE_SHOWN],
            "centres": _centres(problem, viewer)[:CENTRES_SHOWN],
        }
    except SearchUnavailableError as error:
        log.warning("advice_unavailable", error=str(error))
        return {"people": [], "centres": []}


def _people(problem: Problem, viewer: Viewer) -> list[Advice]:
    fits = _fits(problem, viewer, Kind.PROFILE)
    return _ranked(fits, eligible_people([fit.key for fit in fits]))


def _centres(problem: Problem, viewer: Viewer) -> list[Advice]:
    fits = _fits(problem, viewer, Kind.CENTRE)
    return _ranked(fits, eligible_centres([fit.key for fit in fits], viewer))


def _fits(problem: Problem, viewer: Viewer, kind: Kind) -> Sequence[Fit]:
    """Numbers and sentences by key, without anybody's name or address: those are read with the rights of this moment."""
    key = f"fits:{kind}:{problem.key}:{viewer.pk}"
    kept: Sequence[Fit] | None = cache.get(key)
    if kept is None:
        kept = fits_for_problem(
            problem.text, viewer=viewer, kind=kind, limit=LOOKED_AT, problems=problem.codes
        )
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _ranked(fits: Sequence[Fit], eligible: Iterable[Eligible]) -> list[Advice]:
    by_key = {fit.key: fit for fit in fits}
    labels = dict(
        ProblemLabel.objects.filter(code__in=[fit.shared for fit in fits]).values_list("code", "label")
    )
    return rank([_candidate(row, by_key[row.key], labels) for row in eligible])


def _candidate(row: Eligible, fit: Fit, labels: dict[str, str]) -> Candidate:
    reason = fit.reason if fit.reason and _still_said(fit.reason.evidence_sentence, row.words) else None
    return Candidate(
        row.key, row.title, row.url, row.strength, row.days, fit.chance,
        reason.problem_sentence if reason else "", reason.evidence_sentence if reason else "",
        labels.get(fit.shared, ""),
    )  # fmt: skip


def _still_said(sentence: str, words: str | None) -> bool:
    """What somebody took out of the own profile is not cited any more. By letters and digits alone: what the index has
    was read with its line ends and hyphens mended."""
    return words is None or _letters(sentence) in _letters(words)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
