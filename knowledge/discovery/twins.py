"""The twin of a wijk: the one that is most alike by its problems, with the reason and what was tried there."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.cases.selectors import cases_in_wijk
from knowledge.models import CasePage, WijkPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel

MOST_CASES_OF_TWIN = 3


@dataclass(frozen=True)
class Twin:
    """`of` is how many problems the own wijk has; `cases` are about problems that both have, newest first."""

    page: WijkPage
    shared: Sequence[ProblemLabel]
    of: int
    cases: Sequence[CasePage]


def twin_of(viewer: Viewer, problems: Sequence[ProblemLabel], alike: Sequence[WijkPage]) -> Twin | None:
    """`problems` are those of the own wijk, `alike` what `wijken_with_same_problems` gives: the nearest first."""
    if not alike:
        return None
    nearest = alike[0]
    theirs = {problem.pk for problem in nearest.problems.all()}
    shared = [problem for problem in problems if problem.pk in theirs]
    # A subquery: joined, a case about two of them would stand there twice.
    about = CasePage.objects.filter(problems__in=shared).values("pk")
    cases = cases_in_wijk(viewer, nearest.wijk).filter(pk__in=about)
    return Twin(nearest, shared, len(problems), list(cases[:MOST_CASES_OF_TWIN]))
