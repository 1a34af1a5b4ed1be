"""Cases side by side: one row a question, one column a case, and which rows tell them apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.models import CasePage
from knowledge.spread.rules import spread_of

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


def _text(value: str) -> Values:
    return [line.strip() for line in value.splitlines() if line.strip()]


def _approach(case: CasePage) -> Values:
    return [str(block.value["heading"]) for block in case.approach if block.block_type == "section"]


def _evidence(case: CasePage) -> Values:
    return [case.get_evidence_level_display(), case.get_evidence_source_display()]


def _outcomes(case: CasePage) -> Values:
    return [
        f"{row.indicator}: {row.get_direction_display().lower()} (zekerheid {row.certainty} van 5)"
        for row in case.outcomes.all()
    ]


def _recognised(case: CasePage) -> Values:
    return [case.get_recognised_by_display()] if case.recognised_by else []


def _costs(case: CasePage) -> Values:
    return [*_text(case.costs_range), *_text(case.costs_text)]


def _people(case: CasePage) -> Values:
    return [*_text(case.fte_in_words), *_text(case.fte_text)]


def _power(case: CasePage) -> Values:
    return [case.get_decision_power_display()] if case.decision_power else []


def _repeated(case: CasePage) -> Values:
    sentence = spread_of(case, case.wijken.all()).sentence
    return [sentence] if sentence else []


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
        Question("Rol van bewoners", lambda case: _text(case.told_resident_role), closed=True),
        Question("Wie ermee werken", lambda case: _text(case.target_intermediary)),
        Question("Partners", _partners),
        Question("Doorzettingsmacht", _power, closed=True),
        Question("Wat uitvoerders moeten kunnen", lambda case: _text(case.skills)),
    ),
    "Uitkomst": (
        Question("Wat kwam eruit", lambda case: _text(case.results)),
        Question("Uitkomsten op een rij", _outcomes),
        Question("Wat werkte niet", lambda case: _text(case.what_did_not_work)),
        Question("Waarom gestopt", lambda case: _text(case.stop_reason)),
        Question("Bewijs", _evidence, closed=True),
        Question("Erkend door", _recognised, closed=True),
        Question("Overgenomen", _repeated),
        Question("Status", lambda case: [case.get_status_display()], closed=True),
    ),
    "Kosten en tijd": (
        Question("Kostenklasse", lambda case: _text(case.told_costs_class), closed=True),
        Question("Kosten", _costs),
        Question("Inzet van mensen", _people),
        Question("Doorlooptijd", _duration, closed=True),
    ),
    "Waar en wanneer": (
        Question("Wijken", _wijken),
        Question("Schaal", lambda case: _text(case.told_scale), closed=True),
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


def _row(question: Question, cases: Sequence[CasePage]) -> Row | None:
    cells = [
        Cell(letter, case.title, question.read(case)) for letter, case in zip(LETTERS, cases, strict=False)
    ]
    if not any(cell.values for cell in cells):
        return None
    answers = {tuple(sorted(cell.values)) for cell in cells}
    return Row(question.title, cells, same=len(answers) == 1, closed=question.closed)
