"""Who may give a verdict, and on which side."""

from collections.abc import Collection

from expertpool.models import Nomination, VettingSide
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.mail_domains import is_one_house, work_domain


def may_vet(viewer: Viewer) -> bool:
    return has_role(viewer, Role.LOKET, Role.ACCOUNTMANAGER, Role.BEHEER)


def has_tie(vetter: User, nomination: Nomination) -> bool:
    """It is about the vetter, or somebody of the same office."""
    of_vetter, of_person = work_domain(vetter.email), work_domain(nomination.email)
    return vetter.email.lower() == nomination.email or is_one_house(of_vetter, of_person)


def free_side(vetter: User, taken: Collection[str]) -> VettingSide | None:
    """The side that this person can still speak for."""
    if has_role(vetter, Role.LOKET) and VettingSide.DESK not in taken:
        return VettingSide.DESK
    if has_role(vetter, Role.ACCOUNTMANAGER, Role.BEHEER) and VettingSide.SECOND not in taken:
        return VettingSide.SECOND
    return None
