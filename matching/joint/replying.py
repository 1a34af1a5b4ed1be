"""A gemeente says whether it comes to a joint session and with whom, and whether others that come may read its name."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_unread
from matching.joint.enums import SessionReply
from matching.joint.models import JointMember
from matching.joint.rules import may_reply
from matching.joint.selectors import session_plan_of, when_in_words
from matching.joint.services import lock_joint
from matching.models import SupportRequest
from matching.requests.rules import works_for
from matching.requests.services.notify import tell_handler
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

NO_SESSION = "Er is nu geen gezamenlijke sessie waar u op kunt antwoorden."


@transaction.atomic
def reply_to_session(
    *,
    request: SupportRequest,
    actor: User,
    reply: SessionReply,
    shows_name: bool,
    seen: str,
    people: int | None = None,
    functions: str = "",
) -> JointMember:
    """Repeatable: the same changes nothing; another answer is possible until the day. Who of the loket has it in hand gets a
    mail. `seen` is the mark of what was read; raises ChangedMeanwhileError when the plan is another."""
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    fresh = lock_request(request)
    member = JointMember.objects.filter(request=fresh).select_related("joint").first()
    if member is None:
        raise WrongStepError(NO_SESSION)
    joint = lock_joint(member.joint)
    if not may_reply(actor, fresh, joint):
        raise WrongStepError(NO_SESSION)
    refuse_unread(seen=seen, now=session_plan_of(joint))
    # Who stays away has no name to show, and brings nobody.
    comes = reply is SessionReply.COMES
    wanted = {
        "reply": reply.value, "shows_name": shows_name and comes, "people": people if comes else None,
        "functions": functions if comes else "",
    }  # fmt: skip
    if all(getattr(member, name) == value for name, value in wanted.items()):
        return member
    for name, value in wanted.items():
        setattr(member, name, value)
    member.save(update_fields=list(wanted))
    event = audit.record(
        actor=actor, action="matching.session_reply", target=fresh,
        data={"joint": joint.pk, "reply": reply.value, "shows_name": member.shows_name, "people": member.people},
    )  # fmt: skip
    tell_handler(
        fresh, "mail/loket_session_reply_desk.txt", f"session-reply:{event.pk}", when=when_in_words(joint),
        comes="komt" if comes else "komt niet",
    )  # fmt: skip
    return member
