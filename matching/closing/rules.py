"""Who closes a request, and answers for which side."""

from calendar import monthrange
from datetime import date

from django.db.models import Max
from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from matching.conversation.enums import Side
from matching.conversation.rules import side_of
from matching.engagements.models import Mission
from matching.engagements.workflow import OPEN_MISSION
from matching.mail_in.enums import MailState
from matching.mail_in.models import IncomingMail
from matching.models import AdoptionTeam, Message, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import works_for
from matching.requests.workflow import steps_from
from matching.teams.workflow import OPEN_TEAM


def closing_side_of(viewer: Viewer, request: SupportRequest) -> Side | None:
    """The account manager reads, and answers for nobody."""
    side = side_of(viewer, request)
    return None if side is Side.ACCOUNTMANAGER else side


def may_close(viewer: Viewer, request: SupportRequest) -> bool:
    allowed = steps_from(RequestStatus(request.status), request.kind)
    return RequestStatus.AFGEROND in allowed and closing_side_of(viewer, request) is not None


def may_answer_closing(viewer: Viewer, request: SupportRequest) -> bool:
    """It is closed, and this side did not say yet what it found of it."""
    side = closing_side_of(viewer, request)
    if side is None or request.status != RequestStatus.AFGEROND:
        return False
    answered = set(request.closing_answers.values_list("side", flat=True))
    # Closed before these questions were asked: nobody is asked then.
    is_asked = bool(answered) or request.follow_ups.exists()
    return is_asked and side.value not in answered


def may_reopen(viewer: Viewer, request: SupportRequest) -> bool:
    """It was answered with knowledge, and the gemeente says that this did not help."""
    return request.status == RequestStatus.BEANTWOORD and works_for(viewer, request.gemeente)


def quiet_since(request: SupportRequest) -> date:
    """The day of the answer, or of the last word that was said after it."""
    said = Message.objects.filter(request=request, is_internal=False).aggregate(last=Max("at"))["last"]
    return timezone.localdate(max(request.status_since, said) if said else request.status_since)


def has_something_due(request: SupportRequest) -> bool:
    """The loket owes a word to the gemeente or to a mail, or somebody is at work."""
    last = Message.objects.filter(request=request, is_internal=False).order_by("-pk").first()
    return (
        (last is not None and last.side != Side.LOKET)
        or IncomingMail.objects.filter(request=request, state=MailState.WAITING).exists()
        or Mission.objects.filter(invitation__request=request, state__in=OPEN_MISSION).exists()
        or AdoptionTeam.objects.filter(request=request, state__in=OPEN_TEAM).exists()
    )


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
