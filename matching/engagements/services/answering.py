"""What the person who was asked says."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from matching.engagements.enums import InvitationState, Reply
from matching.engagements.letters import tell_desk_of_answer
from matching.engagements.models import Invitation
from matching.engagements.planning import plan_mission
from matching.engagements.rules import holds_link, is_invited
from matching.engagements.transitions import lock_invitation, move_invitation
from matching.requests.workflow import WrongStepError

STATE_AFTER = {
    Reply.YES: InvitationState.ACCEPTED,
    Reply.OTHER_DATE: InvitationState.OTHER_DATE,
    Reply.NO: InvitationState.DECLINED,
}
TOO_LATE = "De termijn om te antwoorden is voorbij."


@transaction.atomic
def record_answer(
    *,
    invitation: Invitation,
    reply: Reply,
    actor: User | None = None,
    token: str = "",
    code: str = "",
    words: str = "",
    proposed_start: date | None = None,
) -> Invitation:
    """Repeatable: the same answer once more changes nothing. Given by the person, or by who has the link of the mail."""
    fresh = lock_invitation(invitation.pk)
    by_link = actor is None or not is_invited(actor, fresh)
    if by_link and not holds_link(token, fresh):
        raise PermissionDenied
    to = STATE_AFTER[reply]
    if fresh.state == to:
        return fresh
    if fresh.state == InvitationState.SENT and not fresh.may_be_answered(today=timezone.localdate()):
        raise WrongStepError(TOO_LATE)
    fresh.answer_words = words
    # Who it was is not proved by a link.
    known = None if by_link else actor
    if to is InvitationState.ACCEPTED:
        plan_mission(fresh, actor=known, by_link=by_link, with_fields=["answer_words"])
    else:
        fresh.decline_code = code if to is InvitationState.DECLINED else ""
        fresh.proposed_start = proposed_start if to is InvitationState.OTHER_DATE else None
        fields = ["answer_words", "decline_code", "proposed_start"]
        move_invitation(fresh, to, actor=known, by_link=by_link, with_fields=fields)
    tell_desk_of_answer(fresh)
    return fresh
