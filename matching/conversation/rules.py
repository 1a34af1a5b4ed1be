"""On whose behalf somebody speaks about a request, and as long as what."""

from krachtwijken.accounts.rules import is_accountmanager, is_gemeente, is_loket
from krachtwijken.accounts.selectors import managed_gemeenten
from krachtwijken.accounts.types import Viewer
from matching.conversation.enums import Side
from matching.models import SupportRequest
from matching.requests.rules import works_for
from matching.requests.workflow import TALKING


def is_party(viewer: Viewer) -> bool:
    """May have a request to talk about; which one, `side_of` says."""
    return is_loket(viewer) or is_gemeente(viewer) or is_accountmanager(viewer)


def side_of(viewer: Viewer, request: SupportRequest) -> Side | None:
    """None for who has nothing to do with this request."""
    if works_for(viewer, request.gemeente):
        return Side.GEMEENTE
    if is_loket(viewer):
        return Side.LOKET
    if managed_gemeenten(viewer).filter(pk=request.gemeente_id).exists():
        return Side.ACCOUNTMANAGER
    return None


def may_see_internal(viewer: Viewer, request: SupportRequest) -> bool:
    """Whoever works for the gemeente sees no notes about it, whatever else he or she may do."""
    return side_of(viewer, request) is Side.LOKET


def may_talk(request: SupportRequest) -> bool:
    return request.status in TALKING
