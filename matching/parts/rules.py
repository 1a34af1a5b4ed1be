"""Who may ask, see and answer a part of a question."""

from datetime import date, timedelta

from krachtwijken.accounts.rules import is_expert, is_kenniscentrum
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.working_days import last_day_of_term
from matching.engagements.workflow import INVITABLE
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle

TERM = 5
BESIDE = (RequestStatus.VOORGESTELD, RequestStatus.IN_UITVOERING)
LONGEST = timedelta(days=90)


def may_divide(viewer: Viewer, request: SupportRequest) -> bool:
    """While the loket has it in hand and owes an answer: that is what becomes of the parts."""
    return may_handle(viewer) and request.status == RequestStatus.IN_BEHANDELING


def goes_beside(request: SupportRequest) -> bool:
    """A proposal lies there, or help runs: the one answer of the parts is said beside it, and the request stays as it is."""
    return request.status in BESIDE


def may_gather(viewer: Viewer, request: SupportRequest) -> bool:
    """Make one answer of the parts: while it answers the request, or can be said beside what goes on."""
    return may_divide(viewer, request) or (may_handle(viewer) and goes_beside(request))


def answers_parts(viewer: Viewer) -> bool:
    """May have a part to answer; which, `is_for` says."""
    return is_kenniscentrum(viewer) or is_expert(viewer)


def is_for(viewer: Viewer, part: PartQuestion) -> bool:
    """Works for the centre that was asked, or is the person who was."""
    if part.organisation_id is not None:
        return organisations_of(viewer).filter(pk=part.organisation_id).exists()
    profile = part.profile
    return is_expert(viewer) and profile is not None and profile.user_id == viewer.pk


def may_correct(part: PartQuestion) -> bool:
    """Its answer stands, and the loket did not make one answer of the parts yet."""
    return part.state == PartState.ANSWERED and part.request.status in INVITABLE


def part_term_from(today: date) -> date:
    return last_day_of_term(today, TERM)
