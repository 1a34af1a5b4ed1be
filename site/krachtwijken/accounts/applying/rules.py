"""Who decides on an account that a gemeente asks for, and how long that may take."""

from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role
from krachtwijken.accounts.types import Viewer

# Working days; a first proposal, as the other norms of the loket.
DECIDED_WITHIN = 2


def may_decide_applications(viewer: Viewer) -> bool:
    return has_role(viewer, Role.LOKET, Role.BEHEER)
