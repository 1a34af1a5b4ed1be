"""What the programme may do with somebody else's profile. Consent is never among it: only its owner gives that."""

from expertpool.enums import Visibility
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role, is_beheer
from krachtwijken.accounts.types import Viewer

# From everybody to the loket alone. The programme may narrow what an owner chose, never widen it.
RINGS_INWARD = (Visibility.PUBLIC, Visibility.GEMEENTEN, Visibility.LOKET)


def may_manage(viewer: Viewer) -> bool:
    return has_role(viewer, Role.LOKET, Role.BEHEER)


def may_see_lapsed(viewer: Viewer) -> bool:
    """That a profile without consent is there, by function only: beheer keeps the accounts and the terms."""
    return is_beheer(viewer)


def rings_from(current: str) -> tuple[Visibility, ...]:
    """This ring and the narrower ones."""
    return RINGS_INWARD[RINGS_INWARD.index(Visibility(current)) :]
