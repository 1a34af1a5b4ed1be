"""The loket makes one answer of the parts."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from matching.models import Decision, SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.transitions import move_part
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle
from matching.requests.services.steps import decide_request, lock_request
from matching.requests.workflow import WrongStepError, check_step

STILL_OPEN = "Er wacht nog een deelvraag op antwoord. Trek die eerst in, of wacht op het antwoord."
NOTHING_YET = "Er is nog geen deelvraag beantwoord."


@transaction.atomic
def send_one_answer(*, request: SupportRequest, actor: User, text: str) -> Decision:
    """The gemeente gets one answer, and a mail, however many answered. Not repeatable: the request is answered then."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    check_step(now=RequestStatus(fresh.status), to=RequestStatus.BEANTWOORD, kind=fresh.kind)
    parts = PartQuestion.objects.select_for_update().filter(request=fresh).order_by("pk")
    if any(part.is_asked for part in parts):
        raise WrongStepError(STILL_OPEN)
    answered = [part for part in parts if part.state == PartState.ANSWERED]
    if not answered:
        raise WrongStepError(NOTHING_YET)
    for part in answered:
        move_part(part, PartState.USED, actor=actor)
    return decide_request(
        request=fresh, actor=actor, to=RequestStatus.BEANTWOORD, reason=text, alternative="", advice=[]
    )
