"""Who may do what with a request."""

from krachtwijken.accounts.rules import is_accountmanager, is_gemeente, is_loket
from krachtwijken.accounts.selectors import gemeenten_of, managed_gemeenten
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from matching.requests.enums import RequestStatus
from matching.requests.models.request import SupportRequest
from matching.requests.workflow import ALLOWED


def may_ask(viewer: Viewer) -> bool:
    return is_gemeente(viewer)


def may_ask_for(viewer: Viewer, gemeente: Gemeente) -> bool:
    """Whoever works for the gemeente, or is its account manager and asks on its behalf."""
    return works_for(viewer, gemeente) or managed_gemeenten(viewer).filter(pk=gemeente.pk).exists()


def works_for(viewer: Viewer, gemeente: Gemeente) -> bool:
    return gemeenten_of(viewer).filter(pk=gemeente.pk).exists()


def follows_requests(viewer: Viewer) -> bool:
    return is_gemeente(viewer) or is_accountmanager(viewer)


def may_handle(viewer: Viewer) -> bool:
    """Take a request, and decide on it."""
    return is_loket(viewer)


def may_see_contact(viewer: Viewer, request: SupportRequest) -> bool:
    """Whom to call at the gemeente: the loket, and the gemeente itself."""
    return may_handle(viewer) or works_for(viewer, request.gemeente)


def may_change_kind(viewer: Viewer, request: SupportRequest) -> bool:
    """As long as something may still be done with it."""
    return may_handle(viewer) and request.is_open


def is_without_owner(request: SupportRequest) -> bool:
    """Nobody took it, or whoever did has no account at the loket any more."""
    return request.handler is None


def may_take(viewer: Viewer, request: SupportRequest) -> bool:
    """As long as something may still follow."""
    return may_handle(viewer) and is_without_owner(request) and bool(ALLOWED[RequestStatus(request.status)])


def may_withdraw(viewer: Viewer, request: SupportRequest) -> bool:
    """While it runs, and only who asked."""
    allowed = ALLOWED[RequestStatus(request.status)]
    return RequestStatus.INGETROKKEN in allowed and works_for(viewer, request.gemeente)
