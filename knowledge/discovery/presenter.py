"""What the pages of problems show: in an overview per theme, and one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from knowledge.discovery import selectors
from knowledge.discovery.ladder import SOLID, STEPS, Step
from knowledge.discovery.selectors import Demand
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import people_for_problem
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.visibility import restrictions_read_once

MOST_CASES, MOST_FAILED, MOST_PEOPLE, MOST_WIJKEN = 10, 5, 6, 24
# Problems without a theme concern the approach itself.
WHOLE_APPROACH = "De aanpak als geheel"


@dataclass(frozen=True)
class ProblemLine:
    """A problem with how much is known of it, and how often it is asked. `cells` in the order of the ladder."""

    problem: ProblemLabel
    cells: tuple[tuple[Step, int], ...]
    demand: Demand

    @property
    def total(self) -> int:
        return sum(count for _, count in self.cells)

    @property
    def is_unproven(self) -> bool:
        """There is nothing better than a story."""
        return not any(count for step, count in self.cells if step.code in SOLID)

    @property
    def is_gap(self) -> bool:
        """Unproven, and it is asked for."""
        return bool(self.demand.total) and self.is_unproven


@dataclass(frozen=True)
class ThemeGroup:
    code: str
    name: str
    lines: tuple[ProblemLine, ...]

    @property
    def demand(self) -> Demand:
        return sum((line.demand for line in self.lines), Demand())


def theme_groups(viewer: Viewer) -> list[ThemeGroup]:
    """All problems per theme, those about the approach as a whole first. Five queries, whatever there is."""
    evidence, demand = selectors.evidence_by_problem(viewer), selectors.demand_by_problem()
    lines = [_line(problem, evidence, demand) for problem in selectors.all_problems()]
    lines.sort(key=_place)
    return [
        ThemeGroup(code, name, tuple(members))
        for (_, code, name), members in groupby(lines, key=lambda line: _theme(line.problem))
    ]


def overview(viewer: Viewer) -> dict[str, Any]:
    groups = theme_groups(viewer)
    return {"groups": groups, "problem_count": sum(len(group.lines) for group in groups)}


def problem_page(viewer: Viewer, problem: ProblemLabel) -> dict[str, Any]:
    """Everything tied to one problem that this viewer may see; as many queries for much as for little."""
    with restrictions_read_once(viewer):
        cases = selectors.cases_on(viewer, problem)
        wijken = list(selectors.wijken_with(viewer, problem))
        return {
            "problem": problem,
            "theme_name": _theme(problem)[2],
            "line": _line(
                problem, selectors.evidence_by_problem(viewer, only=problem), selectors.demand_by_problem()
            ),
            "best": selectors.best_cases(viewer, problem, most=MOST_CASES),
            "failed": selectors.failed_cases(viewer, problem, most=MOST_FAILED),
            "people": people_for_problem.current()(
                viewer, problem, cases.order_by().values("pk"), MOST_PEOPLE
            ),
            "centres": selectors.centres_for(viewer, problem),
            "schemes": list(selectors.schemes_for(viewer, problem)),
            "wijken": wijken[:MOST_WIJKEN],
            "more_wijken": max(len(wijken) - MOST_WIJKEN, 0),
            "siblings": selectors.all_problems().filter(theme=problem.theme_id).exclude(pk=problem.pk),
            "search_url": f"/zoeken/?{urlencode({'q': problem.label})}",
            "ask_url": f"/antwoord/?{urlencode({'tekst': problem.label})}",
        }


def _line(problem: ProblemLabel, evidence: selectors.Evidence, demand: Mapping[str, Demand]) -> ProblemLine:
    known = evidence.get(problem.code, {})
    cells = tuple((step, known.get(step.code, 0)) for step in STEPS)
    return ProblemLine(problem, cells, demand.get(problem.code, Demand()))


def _place(line: ProblemLine) -> tuple[int, int]:
    return _theme(line.problem)[0], line.problem.order


def _theme(problem: ProblemLabel) -> tuple[int, str, str]:
    theme = problem.theme
    return (-1, "", WHOLE_APPROACH) if theme is None else (theme.order, theme.code, theme.name)


def biggest_gaps(groups: Iterable[ThemeGroup], *, most: int) -> list[ProblemLine]:
    """Problems of which nothing is known that is better than a story; asked for most, then least known."""
    gaps = [line for group in groups for line in group.lines if line.is_unproven]
    return sorted(gaps, key=lambda line: (-line.demand.total, line.total, line.problem.order))[:most]
