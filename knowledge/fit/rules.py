"""Which conditions of a case are met: what the platform knows of the wijk decides, for the rest the reader does."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.enums import ConditionCheck
from knowledge.models import CaseCondition, CasePage, Replication
from krachtwijken.core.models import Wijk


@dataclass(frozen=True)
class OwnWijk:
    """The wijk that the reader chose; `problems` are the codes that stand on its page."""

    wijk: Wijk
    problems: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckedCondition:
    """`because` is empty where the reader decides."""

    pk: int
    text: str
    hard: bool
    met: bool
    because: str = ""

    @property
    def is_decided(self) -> bool:
        return bool(self.because)


@dataclass(frozen=True)
class ConditionList:
    """What must be in place for one case, and what of it the reader has."""

    letter: str
    title: str
    conditions: Sequence[CheckedCondition]

    @property
    def met(self) -> int:
        return sum(condition.met for condition in self.conditions)

    @property
    def missing(self) -> list[CheckedCondition]:
        return [condition for condition in self.conditions if not condition.met]

    @property
    def tone(self) -> str:
        """Of the box with the score: good only when nothing is missing."""
        if self.hard_is_missing:
            return "stop"
        return "open" if self.missing else "good"

    @property
    def hard_is_missing(self) -> bool:
        return any(condition.hard for condition in self.missing)


@dataclass(frozen=True)
class History:
    """What the chosen wijk already has to do with the case. `replication` is the latest of several."""

    is_origin: bool = False
    replication: Replication | None = None

    def __bool__(self) -> bool:
        return self.is_origin or self.replication is not None


def history_of(case: CasePage, own: OwnWijk | None) -> History:
    if own is None:
        return History()
    taken_over = [row for row in case.replications.all() if row.wijk_id == own.wijk.pk]
    return History(
        is_origin=any(wijk.pk == own.wijk.pk for wijk in case.wijken.all()),
        replication=max(taken_over, key=lambda row: (row.year, row.pk), default=None),
    )


def conditions_of(
    case: CasePage, ticked: frozenset[int], own: OwnWijk | None, *, letter: str = ""
) -> ConditionList:
    rows = [check_condition(row, ticked, own) for row in case.conditions.all()]
    return ConditionList(letter, case.title, rows)


def check_condition(row: CaseCondition, ticked: frozenset[int], own: OwnWijk | None) -> CheckedCondition:
    decided = _decide(row, own) if own is not None else None
    met, because = decided or (row.pk in ticked, "")
    return CheckedCondition(row.pk, row.text, row.hard, met, because)


def _decide(row: CaseCondition, own: OwnWijk) -> tuple[bool, str] | None:
    """None where nothing is known, so that the reader decides after all."""
    if row.check_by == ConditionCheck.SIZE:
        return _decide_size(row, own)
    if row.check_by == ConditionCheck.PROGRAMME and row.programme:
        return own.wijk.programme == row.programme, f"Uw wijk: {own.wijk.get_programme_display()}"
    # A wijk of which no problem is known says nothing about this one.
    if row.check_by == ConditionCheck.PROBLEM and own.problems:
        met = row.problem_id in own.problems
        return met, f"Dit probleem staat {'wel' if met else 'niet'} bij uw wijk"
    return None


def _decide_size(row: CaseCondition, own: OwnWijk) -> tuple[bool, str] | None:
    residents = own.wijk.gemeente.residents_approx
    if residents is None:
        return None
    met = (row.size_from or 0) <= residents and (row.size_to is None or residents <= row.size_to)
    told = f"{residents:,}".replace(",", ".")
    return met, f"{own.wijk.gemeente.name} heeft ongeveer {told} inwoners"
