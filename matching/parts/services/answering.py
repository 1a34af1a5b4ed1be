"""A centre or a person answers its part, or says that it cannot."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from matching.engagements.workflow import INVITABLE
from matching.parts.enums import PartState
from matching.parts.letters import tell_desk_of_part
from matching.parts.models import PartQuestion
from matching.parts.rules import is_for
from matching.parts.transitions import lock_part, move_part
from matching.requests.workflow import WrongStepError

OVER = "Deze vraag is niet meer nodig: het verzoek is klaar."


@transaction.atomic
def answer_part(*, part: PartQuestion, actor: User, answer: str) -> PartQuestion:
    """Repeatable: the same answer once more changes nothing. The loket gets a mail."""
    fresh = _locked_for(part, actor)
    if fresh.state == PartState.ANSWERED and fresh.answer == answer:
        return fresh
    fresh.answer, fresh.answered_by = answer, actor
    move_part(fresh, PartState.ANSWERED, actor=actor, with_fields=("answer", "answered_by"))
    tell_desk_of_part(fresh, key=f"answered:{fresh.state_since:%Y%m%d%H%M%S%f}")
    return fresh


@transaction.atomic
def decline_part(*, part: PartQuestion, actor: User, reason: str) -> PartQuestion:
    """Repeatable. The loket reads why, and asks somebody else."""
    fresh = _locked_for(part, actor)
    if fresh.state == PartState.DECLINED:
        return fresh
    fresh.remark, fresh.answered_by = reason, actor
    move_part(fresh, PartState.DECLINED, actor=actor, with_fields=("remark", "answered_by"))
    tell_desk_of_part(fresh, key="declined")
    return fresh


def _locked_for(part: PartQuestion, actor: User) -> PartQuestion:
    fresh = lock_part(part.pk)
    if not is_for(actor, fresh):
        raise PermissionDenied
    if fresh.is_asked and fresh.request.status not in INVITABLE:
        raise WrongStepError(OVER)
    return fresh
