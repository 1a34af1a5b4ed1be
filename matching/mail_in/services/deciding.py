"""What somebody at the loket does with a mail that waits: into the thread of a request, an answer, or away."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from matching.asides.services.writing import post_aside
from matching.conversation.services.messages import post_message
from matching.mail_in.enums import MailState, RemovalReason
from matching.mail_in.models import IncomingMail
from matching.mail_in.services.forgetting import drop_mail_files
from matching.models import SupportRequest
from matching.requests.rules import may_handle
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

TAKEN = "Iemand anders heeft deze mail al afgehandeld."
FORGOTTEN = "Deze mail is er niet meer: de bewaartermijn is voorbij."
NO_SENDER = "Deze mail heeft geen afzender. U kunt er niet op antwoorden."
NO_ASIDE = "Bij dit verzoek is er geen gesprek met de afzender."
BLANKED = ("text", "whole", "subject")


@transaction.atomic
def place_mail(
    *, mail: IncomingMail, actor: User, request: SupportRequest, text: str, is_internal: bool,
    is_aside: bool = False,
) -> IncomingMail:  # fmt: skip
    """`text` is what the loket makes of it: a message of the loket, as nobody knows for certain who wrote the mail. It never
    opens a request that was closed. `is_aside` puts it into the thread with who helps that its key is of. Repeatable: who did
    it already hears nothing new."""
    _check_actor(actor)
    fresh_request = lock_request(request)
    fresh = _lock_mail(mail)
    if fresh.state == MailState.PLACED and fresh.request_id == fresh_request.pk:
        return fresh
    _check_waiting(fresh)
    token = f"mail:{fresh.pk}"
    if is_aside:
        about = fresh.about
        if about is None or about.request_id != fresh_request.pk:
            raise WrongStepError(NO_ASIDE)
        fresh.aside_message = post_aside(about=about, actor=actor, text=text, token=token)
    else:
        fresh.message = post_message(
            request=fresh_request, actor=actor, text=text, token=token, is_internal=is_internal
        )
    fresh.request = fresh_request
    if fresh.is_sensitive:
        _blank(fresh)
    return _settle(fresh, actor, MailState.PLACED, ["request", "message", "aside_message", *BLANKED])


@transaction.atomic
def answer_mail(*, mail: IncomingMail, actor: User, text: str) -> IncomingMail:
    """To the sender, through the outbox. Repeatable: one mail gets one answer."""
    _check_actor(actor)
    fresh = _lock_mail(mail)
    if fresh.state == MailState.ANSWERED:
        return fresh
    _check_waiting(fresh)
    if not fresh.sender:
        raise WrongStepError(NO_SENDER)
    context = {"text": text, "subject": "" if fresh.is_sensitive else fresh.subject}
    queue_mail(
        to=fresh.sender, template="mail/post_answer.txt", context=context, key=f"post:{fresh.pk}:answer"
    )
    return _settle(fresh, actor, MailState.ANSWERED, [])


@transaction.atomic
def remove_mail(*, mail: IncomingMail, actor: User, reason: RemovalReason) -> IncomingMail:
    """Repeatable. Its words and files go now; that there was a mail, and why it went, stays for a while."""
    _check_actor(actor)
    fresh = _lock_mail(mail)
    if fresh.state == MailState.REMOVED:
        return fresh
    _check_waiting(fresh)
    _blank(fresh)
    fresh.sender, fresh.sender_name, fresh.removal_reason = "", "", reason
    return _settle(
        fresh, actor, MailState.REMOVED, ["sender", "sender_name", "removal_reason", *BLANKED],
        reason=reason.value,
    )  # fmt: skip


def _lock_mail(mail: IncomingMail) -> IncomingMail:
    fresh = IncomingMail.objects.select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if fresh is None:
        raise WrongStepError(FORGOTTEN)
    return fresh


def _check_actor(actor: User) -> None:
    if not may_handle(actor):
        raise PermissionDenied


def _check_waiting(fresh: IncomingMail) -> None:
    if not fresh.is_waiting:
        raise WrongStepError(TAKEN)


def _blank(fresh: IncomingMail) -> None:
    fresh.text, fresh.whole, fresh.subject = "", "", ""
    drop_mail_files(fresh)


def _settle(
    fresh: IncomingMail, actor: User, state: MailState, fields: list[str], **data: str
) -> IncomingMail:
    fresh.state, fresh.handled_by, fresh.handled_at = state, actor, timezone.now()
    fresh.save(update_fields=["state", "handled_by", "handled_at", *fields])
    audit.record(actor=actor, action=f"matching.mail_{state.name.lower()}", target=fresh, data=dict(data))
    return fresh
