"""The loket makes one answer of the parts: the decision, or a message beside a proposal or a mission."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core.tokens import token_of_words
from krachtwijken.core.versions import refuse_unread
from matching.conversation.enums import Side
from matching.conversation.rules import side_of
from matching.conversation.services.messages import post_message
from matching.models import Decision, Message, SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.rules import goes_beside
from matching.parts.selectors import answers_now
from matching.parts.transitions import move_part
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle
from matching.requests.services.steps import decide_request, lock_request
from matching.requests.workflow import WrongStepError, check_step

STILL_OPEN = "Er wacht nog een deelvraag op antwoord. Trek die eerst in, of wacht op het antwoord."
NOTHING_YET = "Er is nog geen deelvraag beantwoord."
NOT_BESIDE = (
    "Het antwoord kan nu niet als bericht naar de gemeente: er ligt geen voorstel en er loopt geen hulp."
)
OWN_GEMEENTE = "U werkt ook voor deze gemeente. Laat een collega van het loket het antwoord sturen."


@transaction.atomic
def send_one_answer(*, request: SupportRequest, actor: User, text: str, seen: str = "") -> Decision:
    """The gemeente gets one answer, and a mail, however many answered. Not repeatable: the request is answered then. `seen` is
    the mark of the answers that it was made of: raises ChangedMeanwhileError when one was corrected or came in since."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    check_step(now=RequestStatus(fresh.status), to=RequestStatus.BEANTWOORD, kind=fresh.kind)
    for part in _answered_of(fresh, seen):
        move_part(part, PartState.USED, actor=actor)
    return decide_request(
        request=fresh, actor=actor, to=RequestStatus.BEANTWOORD, reason=text, alternative="", advice=[]
    )


@transaction.atomic
def tell_one_answer(
    *, request: SupportRequest, actor: User, text: str, token: str, seen: str = ""
) -> Message:
    """Repeatable: the same words under the same token are one message. The request stays as it is; the gemeente gets the mail
    of every message, and reads it as the one answer. `seen` as of `send_one_answer`."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    known = PartQuestion.objects.filter(
        request=fresh, told_in__author=actor, told_in__token=token_of_words(token, text)
    ).first()
    if known is not None and known.told_in is not None:
        return known.told_in
    if not goes_beside(fresh):
        raise WrongStepError(NOT_BESIDE)
    if side_of(actor, fresh) is not Side.LOKET:
        raise WrongStepError(OWN_GEMEENTE)
    answered = _answered_of(fresh, seen)
    message = post_message(request=fresh, actor=actor, text=text, token=token)
    for part in answered:
        part.told_in = message
        move_part(part, PartState.USED, actor=actor, with_fields=("told_in",))
    return message


def _answered_of(fresh: SupportRequest, seen: str) -> list[PartQuestion]:
    """Locked; raises WrongStepError while one is asked, or when there is nothing to make an answer of. Without a mark, from a
    page of the version before, nothing is compared."""
    parts = PartQuestion.objects.select_for_update().filter(request=fresh).order_by("pk")
    if any(part.is_asked for part in parts):
        raise WrongStepError(STILL_OPEN)
    answered = [part for part in parts if part.state == PartState.ANSWERED]
    if not answered:
        raise WrongStepError(NOTHING_YET)
    if seen:
        refuse_unread(seen=seen, now=answers_now(answered))
    return answered
