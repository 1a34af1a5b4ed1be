"""The page of a comparison: what is shown, what is missing, and what may be added."""

from dataclasses import dataclass
from typing import Any

from knowledge.cases import selectors
from knowledge.compare.table import LETTERS, differences, groups_of
from knowledge.compare.wanted import FEWEST, MOST, Wanted
from knowledge.fit.rules import conditions_of
from knowledge.fit.selectors import own_wijk, wijken_per_gemeente
from knowledge.models import CasePage
from krachtwijken.accounts.types import Viewer

NOT_FOUND = "Een aanpak die u koos, vinden wij niet. Misschien is die weggehaald of niet voor u te zien."
TOO_MANY = "U koos meer dan vier aanpakken. Er passen er vier naast elkaar: dit zijn de eerste vier."
TOO_FEW = "Kies nog een aanpak. Vergelijken kan met twee tot vier aanpakken."
UNKNOWN_WIJK = "Die wijk kennen wij niet. Kies een wijk uit de lijst bij de voorwaarden."
NOTHING = "U koos nog geen aanpak. Vergelijken kan met twee tot vier aanpakken."


@dataclass(frozen=True)
class Column:
    letter: str
    case: CasePage
    without: str


@dataclass(frozen=True)
class Suggestion:
    case: CasePage
    address: str


def comparison(viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    """What somebody may not see is treated as what does not exist."""
    visible = selectors.cases_to_compare(viewer, wanted.cases)
    cases = visible[:MOST]
    context: dict[str, Any] = {
        "wanted": wanted,
        "complaints": _complaints(wanted, visible),
        "columns": [
            Column(letter, case, wanted.address([other.pk for other in cases if other != case]))
            for letter, case in zip(LETTERS, cases, strict=False)
        ],
        "suggestions": _suggestions(viewer, wanted, cases),
        "complete": len(cases) >= FEWEST,
    }
    if len(cases) < FEWEST:
        return context
    own = own_wijk(viewer, wanted.wijk)
    conditions = [
        conditions_of(case, frozenset(wanted.ticked), own, letter=letter)
        for letter, case in zip(LETTERS, cases, strict=False)
    ]
    if wanted.wijk and own is None:
        context["complaints"].append(UNKNOWN_WIJK)
    differ, agree = differences(cases)
    return context | {
        "groups": groups_of(cases, only_differences=wanted.only_differences),
        "conditions": conditions,
        "has_conditions": any(column.conditions for column in conditions),
        "has_ticks": own is not None or any(column.met for column in conditions),
        "own": own,
        "wijk_groups": wijken_per_gemeente(),
        "differ": differ,
        "agree": agree,
    }


def _complaints(wanted: Wanted, visible: list[CasePage]) -> list[str]:
    complaints = []
    if wanted.odd or len(visible) < len(wanted.cases):
        complaints.append(NOT_FOUND)
    if len(visible) > MOST:
        complaints.append(TOO_MANY)
    if len(visible) < FEWEST:
        complaints.append(TOO_FEW if visible else NOTHING)
    return complaints


def _suggestions(viewer: Viewer, wanted: Wanted, cases: list[CasePage]) -> list[Suggestion]:
    """Cases on the same problems as the first one."""
    if not cases or len(cases) >= MOST:
        return []
    chosen = [case.pk for case in cases]
    similar = selectors.cases_with_same_problems(viewer, cases[0], limit=6)
    return [
        Suggestion(case, wanted.address([*chosen, case.pk])) for case in similar if case.pk not in chosen
    ][:4]
