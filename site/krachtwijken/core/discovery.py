"""What the pages about a problem show of higher apps, and of apps beside theirs: each registers what it knows.

Without them those pages stand as they are, with nobody who helps and nothing that is asked.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from krachtwijken.core.models import ProblemLabel, Theme
from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class Helper:
    """Somebody who helps with a problem, as the reader sees it. `because` says why, in a short Dutch sentence."""

    title: str
    url: str
    summary: str
    levels: Sequence[str]
    because: str
    is_example: bool = False


@dataclass(frozen=True)
class CouplingLine:
    """Somebody who is tied to a wijk, as everybody may read it; `visited` is the day of the last visit."""

    person: str
    url: str
    purpose: str
    visited: date | None
    is_example: bool = False


# By the key of a wijk.
CouplingsOf = Callable[[int], Sequence[CouplingLine]]
# (viewer, problem, keys of the pages about it that this viewer may read, how many at most)
HelpersOf = Callable[[Any, ProblemLabel, QuerySet[Any], int], Sequence[Helper]]
# The same for a whole theme.
HelpersOfTheme = Callable[[Any, Theme, QuerySet[Any], int], Sequence[Helper]]
# (viewer, code of a problem): the keys of the pages about it that this viewer may read.
PagesAbout = Callable[[Any, str], QuerySet[Any]]
# By the code of a problem how often.
DemandByProblem = Callable[[], Mapping[str, int]]


def _nobody(viewer: Any, problem: ProblemLabel, pages: QuerySet[Any], most: int) -> Sequence[Helper]:
    return ()


def _uncoupled(wijk: int) -> Sequence[CouplingLine]:
    return ()


couplings_of_wijk: Provider[CouplingsOf] = Provider(_uncoupled)


def _nobody_of_theme(viewer: Any, theme: Theme, pages: QuerySet[Any], most: int) -> Sequence[Helper]:
    return ()


def _no_pages(viewer: Any, problem: str) -> QuerySet[Any]:
    return ProblemLabel.objects.none().values("pk")


pages_about_problem: Provider[PagesAbout] = Provider(_no_pages)
people_for_problem: Provider[HelpersOf] = Provider(_nobody)
people_for_theme: Provider[HelpersOfTheme] = Provider(_nobody_of_theme)
# Requests at the loket that are not done yet.
open_requests: Provider[DemandByProblem] = Provider(Counter)
# Searches for which nothing clearly fits.
unanswered_searches: Provider[DemandByProblem] = Provider(Counter)
