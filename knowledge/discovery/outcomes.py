"""What is known per theme about each kind of outcome, beside what is asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from django.urls import reverse

from knowledge.cases.filters import UNSORTED
from knowledge.cases.selectors import cases_visible_to
from knowledge.discovery.asked_outcomes import ASKED
from knowledge.discovery.ladder import BEST_FIRST, SOLID, STEP_OF_LEVEL, Step
from knowledge.discovery.presenter import WHOLE_APPROACH
from knowledge.discovery.selectors import Demand, all_problems, demand_by_problem
from knowledge.enums import OutcomeDomain
from knowledge.models import CaseOutcome, CasePage
from knowledge.models.outcome import UNSORTED as UNSORTED_LABEL
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel, Theme
from krachtwijken.core.visibility import restrictions_read_once

# (value in the address, what readers see), in the order of the columns.
COLUMNS: Sequence[tuple[str, str]] = [
    *((domain.value, str(domain.label)) for domain in OutcomeDomain),
    (UNSORTED, UNSORTED_LABEL),
]
WHOLE = ""
# By (code of a theme, value of a column): how many cases on each level.
Known = Mapping[tuple[str, str], Mapping[str, int]]
Asked = Mapping[tuple[str, str], Sequence[tuple[ProblemLabel, Demand]]]


@dataclass(frozen=True)
class OutcomeCell:
    """`counts` are cases per step, the best first; `url` the list of them, or the page that asks for what is missing.
    `asked_url` is the page of the problem that is asked for most."""

    theme: str
    column: str
    counts: Sequence[tuple[Step, int]]
    demand: Demand
    url: str
    asked_url: str

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def best(self) -> Step | None:
        return self.counts[0][0] if self.counts else None

    @property
    def told(self) -> str:
        return ", ".join(f"{count} {step.title.lower()}" for step, count in self.counts)

    @property
    def is_unproven(self) -> bool:
        return not any(step.code in SOLID for step, _ in self.counts)

    @property
    def is_gap(self) -> bool:
        return bool(self.demand.total) and self.is_unproven


@dataclass(frozen=True)
class OutcomeRow:
    code: str
    name: str
    cells: Sequence[OutcomeCell]


def outcome_rows(viewer: Viewer, list_url: str) -> list[OutcomeRow]:
    """A row a theme, and first what concerns the approach as a whole. As many queries for much as for little."""
    with restrictions_read_once(viewer):
        known = _known(viewer)
    problems = list(all_problems())
    asked = _asked(problems)
    whole = [problem.code for problem in problems if problem.theme_id is None]
    themes = [(theme.code, theme.name) for theme in Theme.objects.all()]
    return [
        OutcomeRow(code, name, [_cell(code, column, known, asked, list_url, whole) for column, _ in COLUMNS])
        for code, name in [(WHOLE, WHOLE_APPROACH), *themes]
    ]


def biggest_outcome_gaps(
    rows: Iterable[OutcomeRow], *, most: int
) -> list[tuple[OutcomeRow, str, OutcomeCell]]:
    """What is asked for and has nothing better than a story, asked for most first."""
    gaps = [
        (row, label, cell)
        for row in rows
        for cell, (_, label) in zip(row.cells, COLUMNS, strict=True)
        if cell.is_gap
    ]
    return sorted(gaps, key=lambda gap: (-gap[2].demand.total, gap[2].total))[:most]


def _known(viewer: Viewer) -> Known:
    """Four plain readings, put together here: a join of themes and outcomes has a row for each pair, and a database that
    counts different cases among those takes longer than to hand over what it knows."""
    levels = dict(cases_visible_to(viewer).order_by().values_list("pk", "evidence_level"))
    domains = CaseOutcome.objects.filter(domain__gt="").order_by()
    columns = _by_case(domains.values_list("page", "domain"))
    themes = _by_case(CasePage.themes.through.objects.values_list("casepage", "theme"))
    whole = CasePage.problems.through.objects.filter(problemlabel__theme=None)
    for case in whole.values_list("casepage", flat=True):
        themes[case].add(WHOLE)
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for case, level in levels.items():
        for place in product(themes.get(case, ()), columns.get(case, (UNSORTED,))):
            counts[place][level] += 1
    return counts


def _by_case(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    """A case with two outcomes of one kind is one case."""
    values: dict[int, set[str]] = defaultdict(set)
    for case, value in rows:
        values[case].add(value)
    return values


def _asked(problems: Iterable[ProblemLabel]) -> Asked:
    demand = demand_by_problem()
    asked: dict[tuple[str, str], list[tuple[ProblemLabel, Demand]]] = defaultdict(list)
    for problem in problems:
        if problem.code in demand:
            for column in ASKED.get(problem.code, (UNSORTED,)):
                asked[problem.theme_id or WHOLE, str(column)].append((problem, demand[problem.code]))
    return asked


def _cell(
    theme: str, column: str, known: Known, asked: Asked, list_url: str, whole: Sequence[str]
) -> OutcomeCell:
    levels, wanted = known.get((theme, column), {}), asked.get((theme, column), ())
    steps: dict[str, tuple[Step, int]] = {}
    for level in BEST_FIRST:
        if level.value in levels:
            step = STEP_OF_LEVEL[level.value]
            steps[step.code] = (step, steps.get(step.code, (step, 0))[1] + levels[level.value])
    page = reverse("knowledge:theme", args=[theme]) if theme else reverse("knowledge:problems")
    chosen = {"thema": theme} if theme else {"probleem": whole}
    query = urlencode({**chosen, "uitkomst": column}, doseq=True)
    most = max(wanted, key=lambda pair: pair[1].total, default=None)
    return OutcomeCell(
        theme=theme,
        column=column,
        counts=list(steps.values()),
        demand=sum((demand for _, demand in wanted), Demand()),
        url=f"{list_url}?{query}" if steps else page,
        asked_url=f"{reverse('knowledge:problem', args=[most[0].code])}#gevraagd" if most else "",
    )
