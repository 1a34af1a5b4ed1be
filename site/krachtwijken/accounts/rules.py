"""Who may be called what. Safe for a visitor; somebody who was made inactive is a visitor."""

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import ADMIN_ROLES, STAFF_ROLES, Role
from krachtwijken.accounts.types import Viewer


def is_logged_in(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active


def has_role(viewer: Viewer, *roles: Role) -> bool:
    return isinstance(viewer, User) and viewer.has_role(*roles)


def is_gemeente(viewer: Viewer) -> bool:
    return has_role(viewer, Role.GEMEENTE)


def is_expert(viewer: Viewer) -> bool:
    return has_role(viewer, Role.EXPERT)


def is_kenniscentrum(viewer: Viewer) -> bool:
    return has_role(viewer, Role.KENNISCENTRUM)


def is_loket(viewer: Viewer) -> bool:
    return has_role(viewer, Role.LOKET)


def is_accountmanager(viewer: Viewer) -> bool:
    return has_role(viewer, Role.ACCOUNTMANAGER)


def is_redactie(viewer: Viewer) -> bool:
    return has_role(viewer, Role.REDACTIE)


def is_beheer(viewer: Viewer) -> bool:
    return has_role(viewer, Role.BEHEER)


def is_staff_role(viewer: Viewer) -> bool:
    """Works for the programme: owes a second factor."""
    return has_role(viewer, *STAFF_ROLES)


def may_enter_admin(viewer: Viewer) -> bool:
    """May come into the content management at /admin/."""
    return has_role(viewer, *ADMIN_ROLES)
