"""Cases side by side: one row a question, one column a case, and which rows tell them apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.models import CaseCondition, CasePage

Values = list[str]
LETTERS = "ABCD"


@dataclass(frozen=True)
class Question:
    title: str
    read: Callable[[CasePage], Values]
    # Closed answers are compared in the sentence above the table; prose always differs.
    closed: bool = False


@dataclass(frozen=True)
class Cell:
    letter: str
    title: str
    values: Values


@dataclass(frozen=True)
class Row:
    title: str
    cells: list[Cell]
    same: bool
    closed: bool


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Condition:
    pk: int
    text: str
    hard: bool
    met: bool


@dataclass(frozen=True)
class ConditionList:
    """What must be in place for one case, and what of it the reader has."""

    letter: str
    title: str
    conditions: list[Condition]

    @property
    def met(self) -> int:
        return sum(condition.met for condition in self.conditions)

    @property
    def missing(self) -> list[Condition]:
        return [condition for condition in self.conditions if not condition.met]

    @property
    def hard_is_missing(self) -> bool:
        return any(condition.hard for condition in self.missing)


def _text(value: str) -> Values:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _approach(case: CasePage) -> Values:
    return [str(block.value["heading"]) for block in case.approach if block.block_type == "section"]


def _evidence(case: CasePage) -> Values:
    return [case.get_evidence_level_display(), case.get_evidence_source_display()]


def _duration(case: CasePage) -> Values:
    months = case.duration_months
    return [] if months is None else [f"{months} {'maand' if months == 1 else 'maanden'}"]


def _wijken(case: CasePage) -> Values:
    return [f"{wijk.name} ({wijk.gemeente.name})" for wijk in case.wijken.all()]


def _partners(case: CasePage) -> Values:
    return [partner.organisation for partner in case.partners.all()]


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "Waarvoor": (
        Question("Probleem", lambda case: _text(case.problem_text)),
        Question("Voor wie", lambda case: _text(case.target_group)),
        Question("Doel", lambda case: _text(case.goal)),
        Question("Thema", lambda case: [theme.name for theme in case.themes.all()], closed=True),
    ),
    "Aanpak": (
        Question("Stappen", _approach),
        Question("Rol van bewoners", lambda case: [case.get_resident_role_display()], closed=True),
        Question("Partners", _partners),
    ),
    "Uitkomst": (
        Question("Wat kwam eruit", lambda case: _text(case.results)),
        Question("Wat werkte niet", lambda case: _text(case.what_did_not_work)),
        Question("Waarom gestopt", lambda case: _text(case.stop_reason)),
        Question("Bewijs", _evidence, closed=True),
        Question("Status", lambda case: [case.get_status_display()], closed=True),
    ),
    "Kosten en tijd": (
        Question("Kostenklasse", lambda case: [case.get_costs_class_display()], closed=True),
        Question("Kosten", lambda case: _text(case.costs_text)),
        Question("Inzet van mensen", lambda case: _text(case.fte_text)),
        Question("Doorlooptijd", _duration, closed=True),
    ),
    "Waar en wanneer": (
        Question("Wijken", _wijken),
        Question("Schaal", lambda case: [case.get_scale_display()], closed=True),
        Question("Periode", lambda case: [case.period], closed=True),
    ),
}


def groups_of(cases: Sequence[CasePage], *, only_differences: bool) -> list[Group]:
    """Rows without any answer are left out, and on demand the rows that say the same everywhere."""
    groups = []
    for title, questions in QUESTIONS.items():
        rows = [row for question in questions if (row := _row(question, cases)) is not None]
        if only_differences:
            rows = [row for row in rows if not row.same]
        if rows:
            groups.append(Group(title, rows))
    return groups


def differences(cases: Sequence[CasePage]) -> tuple[list[str], list[str]]:
    """Titles of the closed questions on which the cases differ, and of those on which they agree."""
    rows = [row for group in groups_of(cases, only_differences=False) for row in group.rows if row.closed]
    differ = [row.title.lower() for row in rows if not row.same]
    return differ, [row.title.lower() for row in rows if row.same]


def conditions_of(cases: Sequence[CasePage], ticked: frozenset[int]) -> list[ConditionList]:
    return [
        ConditionList(letter, case.title, [_condition(row, ticked) for row in case.conditions.all()])
        for letter, case in zip(LETTERS, cases, strict=False)
    ]


def _condition(row: CaseCondition, ticked: frozenset[int]) -> Condition:
    return Condition(pk=row.pk, text=row.text, hard=row.hard, met=row.pk in ticked)


def _row(question: Question, cases: Sequence[CasePage]) -> Row | None:
    cells = [
        Cell(letter, case.title, question.read(case)) for letter, case in zip(LETTERS, cases, strict=False)
    ]
    if not any(cell.values for cell in cells):
        return None
    answers = {tuple(sorted(cell.values)) for cell in cells}
    return Row(question.title, cells, same=len(answers) == 1, closed=question.closed)
