"""A request whose help was arranged without a proposal comes in execution."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import get_text_list

from krachtwijken.accounts.models import User
from matching.engagements.rules import may_invite
from matching.helping.rules import find_helpers, may_start_help
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import decide_request, lock_request
from matching.requests.workflow import WrongStepError, check_step

# Read by the gemeente, and kept: so it names nobody.
REASON = "De hulp is geregeld zonder voorstel: wie het loket vroeg, zei ja."
WHO_COMES = "Wie helpt: {0}. Op de pagina van uw verzoek staat vanaf wanneer."
NOBODY_COMES = "Er heeft nog niemand ja gezegd om bij dit verzoek te helpen."


@transaction.atomic
def start_help(*, request: SupportRequest, actor: User) -> SupportRequest:
    """Repeatable. A decision of the loket, so that it counts as the first answer where there was none; the mail to the gemeente
    says who comes, by function."""
    if not may_invite(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    if fresh.status == RequestStatus.IN_UITVOERING:
        return fresh
    check_step(now=RequestStatus(fresh.status), to=RequestStatus.IN_UITVOERING, kind=fresh.kind)
    if not may_start_help(actor, fresh):
        raise WrongStepError(NOBODY_COMES)
    decide_request(
        request=fresh, actor=actor, to=RequestStatus.IN_UITVOERING, reason=REASON, alternative="", advice=[],
        what_next=WHO_COMES.format(get_text_list(find_helpers(fresh), "en")),
    )  # fmt: skip
    fresh.refresh_from_db()
    return fresh
