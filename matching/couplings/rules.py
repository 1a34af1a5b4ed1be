"""Who may do what with a coupling."""

from krachtwijken.accounts.rules import is_gemeente, is_loket
from krachtwijken.accounts.types import Viewer
from matching.models import Coupling, SupportRequest
from matching.requests.enums import RequestKind
from matching.requests.rules import works_for
from matching.requests.workflow import TALKING


def keeps_couplings(viewer: Viewer) -> bool:
    """Makes and changes them."""
    return is_loket(viewer)


def tells_of_visits(viewer: Viewer) -> bool:
    """Of which coupling, `may_tell_of` says."""
    return is_loket(viewer) or is_gemeente(viewer)


def may_tell_of(viewer: Viewer, coupling: Coupling) -> bool:
    return keeps_couplings(viewer) or works_for(viewer, coupling.wijk.gemeente)


def may_couple(viewer: Viewer, request: SupportRequest) -> bool:
    return keeps_couplings(viewer) and request.kind == RequestKind.KOPPELING and request.status in TALKING
