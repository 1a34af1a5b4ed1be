"""Who may do what with a request."""

from krachtwijken.accounts.rules import is_accountmanager, is_gemeente, is_loket
from krachtwijken.accounts.selectors import gemeenten_of, managed_gemeenten
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from matching.requests.enums import RequestStatus
from matching.requests.models.request import SupportRequest
from matching.requests.workflow import ALLOWED, TALKING, states_of, steps_from

# What to do first, by the state that the other kind does not know.
DOES_NOT_FIT = {
    RequestStatus.VOORGESTELD: "Bij deze soort hulp hoort geen voorstel. Haal eerst het voorstel terug. Kies dan de soort hulp.",
    RequestStatus.IN_UITVOERING: "Bij deze soort hulp komt er niemand, en er is al hulp bezig. Rond dit verzoek af als het "
    "klaar is. Voor iets anders kan de gemeente een nieuw verzoek doen.",
}

WITHOUT_HELP = (RequestStatus.AFGEWEZEN, RequestStatus.INGETROKKEN)


def may_ask(viewer: Viewer) -> bool:
    return is_gemeente(viewer)


def may_ask_for(viewer: Viewer, gemeente: Gemeente) -> bool:
    """Whoever works for the gemeente, or is its account manager and asks on its behalf."""
    return works_for(viewer, gemeente) or managed_gemeenten(viewer).filter(pk=gemeente.pk).exists()


def works_for(viewer: Viewer, gemeente: Gemeente) -> bool:
    return gemeenten_of(viewer).filter(pk=gemeente.pk).exists()


def may_start_again(viewer: Viewer, request: SupportRequest) -> bool:
    """It ended without help: whoever works for the gemeente may ask anew with its text."""
    return request.status in WITHOUT_HELP and may_ask(viewer) and works_for(viewer, request.gemeente)


def follows_requests(viewer: Viewer) -> bool:
    return is_gemeente(viewer) or is_accountmanager(viewer)


def may_handle(viewer: Viewer) -> bool:
    """Take a request, and decide on it."""
    return is_loket(viewer)


def may_see_contact(viewer: Viewer, request: SupportRequest) -> bool:
    """Everybody who may be called at the gemeente: the loket, and the gemeente itself."""
    return may_handle(viewer) or works_for(viewer, request.gemeente)


def may_change_contacts(viewer: Viewer, request: SupportRequest) -> bool:
    """Whoever works for the gemeente, as long as somebody may still call: people leave."""
    return works_for(viewer, request.gemeente) and request.status in TALKING


def may_change_kind(viewer: Viewer, request: SupportRequest) -> bool:
    """As long as something may still be done with it."""
    return may_handle(viewer) and request.is_open


def may_change_problems(viewer: Viewer, request: SupportRequest) -> bool:
    """As long as the advice may still be of use."""
    return may_handle(viewer) and request.is_open


def why_kind_does_not_fit(kind: str, request: SupportRequest) -> str:
    """Of one that runs: this kind does not know its state. Empty when it does."""
    now = RequestStatus(request.status)
    return "" if now in states_of(kind) else DOES_NOT_FIT.get(now, "")


def is_without_owner(request: SupportRequest) -> bool:
    """Nobody took it, or whoever did has no account at the loket any more."""
    return request.handler is None


def may_take(viewer: Viewer, request: SupportRequest) -> bool:
    """As long as something may still follow."""
    return may_handle(viewer) and is_without_owner(request) and bool(ALLOWED[RequestStatus(request.status)])


def may_withdraw(viewer: Viewer, request: SupportRequest) -> bool:
    """While it runs, and only who asked."""
    allowed = steps_from(RequestStatus(request.status), request.kind)
    return RequestStatus.INGETROKKEN in allowed and works_for(viewer, request.gemeente)
