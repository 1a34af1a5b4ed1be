"""Reads of what is tied to the known problems. Each takes the viewer, and asks as often for one problem as for many."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.query import PageQuerySet

from knowledge.cases.selectors import CARD_RELATIONS, cases_visible_to
from knowledge.discovery.ladder import EVIDENCE_ORDER, STEP_OF_LEVEL
from knowledge.enums import CaseStatus, EvidenceLevel
from knowledge.models import CasePage, CentrePage, CentreProblem
from knowledge.selectors import schemes_visible_to, wijk_pages_visible_to
from knowledge.validity.ranking import lapsed_last
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import open_requests, unanswered_searches
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.visibility import pages_visible_to

# By the code of a problem and the code of a step of the ladder.
Evidence = Mapping[str, Mapping[str, int]]
FAILED = Q(evidence_level=EvidenceLevel.GEEN_EFFECT) | Q(status=CaseStatus.GESTOPT)


@dataclass(frozen=True)
class Demand:
    """What is asked about one problem and has no answer yet."""

    requests: int = 0
    searches: int = 0

    @property
    def total(self) -> int:
        return self.requests + self.searches

    def __add__(self, other: "Demand") -> "Demand":
        return Demand(self.requests + other.requests, self.searches + other.searches)


def all_problems() -> QuerySet[ProblemLabel]:
    return ProblemLabel.objects.select_related("theme").order_by("order")


def problem_of_code(code: str) -> ProblemLabel | None:
    return all_problems().filter(code=code).first()


def evidence_by_problem(viewer: Viewer, *, only: ProblemLabel | None = None) -> Evidence:
    """How many visible cases there are on each step; a case with three problems counts for each. In one query."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    # Not exclude(None), which asks with a subquery per row whether the relation is empty.
    tied = Q(problems__isnull=False) if only is None else Q(problems=only)
    rows = (
        cases_visible_to(viewer)
        .filter(tied)
        .order_by()
        .values_list("problems", "evidence_level")
        .annotate(Count("pk"))
    )
    for code, level, count in rows:
        counts[code][STEP_OF_LEVEL[level].code] += count
    return counts


def demand_by_problem() -> Mapping[str, Demand]:
    """The same for every viewer: numbers only, of whom nothing is said."""
    requests, searches = open_requests.current()(), unanswered_searches.current()()
    return {code: Demand(requests.get(code, 0), searches.get(code, 0)) for code in {*requests, *searches}}


def cases_on(viewer: Viewer, problem: ProblemLabel) -> PageQuerySet:
    return cases_visible_to(viewer).filter(problems=problem)


def pages_about(viewer: Viewer, problem: str) -> QuerySet[Any]:
    """Keys of the cases on the problem with this code."""
    return cases_visible_to(viewer).filter(problems=problem).order_by().values("pk")


def best_cases(viewer: Viewer, problem: ProblemLabel, *, most: int) -> list[CasePage]:
    return best_of(cases_on(viewer, problem), most=most)


def best_of(cases: QuerySet[CasePage], *, most: int) -> list[CasePage]:
    """Best evidence first, then the newest, what has lapsed after all that holds; those without effect have their own list."""
    holding = cases.exclude(evidence_level=EvidenceLevel.GEEN_EFFECT)
    return _as_cards(
        holding.order_by(lapsed_last(), EVIDENCE_ORDER, "-period_from", "sort_title", "pk"), most
    )


def failed_cases(viewer: Viewer, problem: ProblemLabel, *, most: int) -> list[CasePage]:
    return failed_of(cases_on(viewer, problem), most=most)


def failed_of(cases: QuerySet[CasePage], *, most: int) -> list[CasePage]:
    """Studied without effect, or stopped; newest first."""
    return _as_cards(cases.filter(FAILED).order_by("-period_from", "sort_title", "pk"), most)


def centres_for(viewer: Viewer, problem: ProblemLabel) -> list[CentreProblem]:
    """Offers of centres that still exist, with their page; the first address first."""
    working = CentrePage.objects.filter(organisation__active_until=None)
    return list(
        CentreProblem.objects.filter(problem=problem, page__in=pages_visible_to(viewer, working))
        .select_related("page")
        .order_by("-weight", "page__sort_title")
    )


def schemes_for(viewer: Viewer, problem: ProblemLabel) -> PageQuerySet:
    return schemes_visible_to(viewer).filter(problems=problem)


def wijken_with(viewer: Viewer, problem: ProblemLabel) -> PageQuerySet:
    return wijk_pages_visible_to(viewer).filter(problems=problem)


def _as_cards(cases: QuerySet[CasePage], most: int) -> list[CasePage]:
    """In order by their keys first: to sort whole cases reads all their texts."""
    keys = list(cases.values_list("pk", flat=True)[:most])
    found = CasePage.objects.prefetch_related(*CARD_RELATIONS).in_bulk(keys)
    return [found[key] for key in keys if key in found]
