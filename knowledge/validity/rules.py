"""How long a case holds, who may confirm it, and when its owner hears of it."""

from datetime import date, timedelta
from enum import StrEnum

from knowledge.centres.rules import edits_everywhere
from knowledge.enums import EvidenceLevel
from knowledge.models import CasePage
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer

# As the Dutch ladder does: a description holds three years, what is founded or studied five.
USUAL_YEARS, STUDIED_YEARS = 3, 5
STUDIED = frozenset(
    {
        EvidenceLevel.ONDERBOUWD, EvidenceLevel.EERSTE, EvidenceLevel.GOEDE, EvidenceLevel.STERKE,
        EvidenceLevel.GEEN_EFFECT,
    }
)  # fmt: skip
SOON = timedelta(days=60)
# Days from the last valid day on which an owner hears of it.
MOMENTS = (-60, -14, 14, 60)
# Nights that were missed are made up for until so long after the last moment; from then on nobody is asked any more.
MADE_UP_FOR = timedelta(days=30)


class ValidityState(StrEnum):
    HOLDS = "geldig"
    SOON = "bijna"
    LAPSED = "verlopen"


def valid_until(case: CasePage, confirmed_on: date) -> date:
    years = STUDIED_YEARS if case.evidence_level in STUDIED else USUAL_YEARS
    try:
        return confirmed_on.replace(year=confirmed_on.year + years)
    except ValueError:  # 29 February
        return confirmed_on.replace(year=confirmed_on.year + years, day=28)


def state_on(day: date, last_day: date) -> ValidityState:
    if day > last_day:
        return ValidityState.LAPSED
    return ValidityState.SOON if day + SOON >= last_day else ValidityState.HOLDS


def moment_due(day: date, last_day: date) -> int | None:
    """The latest moment that has come: a night that was missed is made up for, and nobody hears of two at once."""
    passed = (day - last_day).days
    return max((moment for moment in MOMENTS if moment <= passed), default=None)


def may_confirm(viewer: Viewer, case: CasePage) -> bool:
    """Whoever writes for the owner, whose page it is, and the redactie."""
    if not viewer.is_authenticated or not case.pk:
        return False
    if edits_everywhere(viewer) or case.owner_id == viewer.pk:
        return True
    organisation = case.owner_organisation_id
    return organisation is not None and organisations_of(viewer).filter(pk=organisation).exists()
