"""When an interest counts, and who may change what."""

from datetime import date

from expertpool.desk.rules import may_manage
from expertpool.models import ExcludedBy, ExpertProfile
from krachtwijken.accounts.types import Viewer

COOLING_YEARS = 2


def counts_until(until: date) -> date:
    """The last day on which an interest that ended then still counts."""
    try:
        return until.replace(year=until.year + COOLING_YEARS)
    except ValueError:
        return until.replace(year=until.year + COOLING_YEARS, day=28)


def is_in_force(until: date | None, *, today: date) -> bool:
    return until is None or counts_until(until) >= today


def may_change_interests(viewer: Viewer, profile: ExpertProfile) -> bool:
    return may_manage(viewer) or _is_owner(viewer, profile)


def may_exclude(viewer: Viewer, profile: ExpertProfile, by: str) -> bool:
    """The expert speaks for the expert; what a gemeente wants, it tells the loket."""
    return _is_owner(viewer, profile) if by == ExcludedBy.EXPERT else may_manage(viewer)


def _is_owner(viewer: Viewer, profile: ExpertProfile) -> bool:
    return profile.user_id is not None and profile.user_id == viewer.pk
