"""Say something about a request, and mark what was read."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role
from krachtwijken.accounts.selectors import members_of_gemeente
from krachtwijken.core import audit
from krachtwijken.core.stored_files import withdraw_files_on_failure
from krachtwijken.core.tokens import new_token, token_of_words
from matching.conversation.enums import Side
from matching.conversation.models import Message, ReadMark, ThreadLink, digest_of
from matching.conversation.rules import may_talk, side_of
from matching.models import SupportRequest
from matching.requests.services.files import keep_files, read_digest
from matching.requests.services.notify import queue_about, tell_handler, tell_that_nobody_hears
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

LINK_VALID = timedelta(days=14)
# So long the same words of one writer, with nothing said since, are one message.
ECHO = timedelta(minutes=10)
SENT_ALREADY = "Dit bericht stuurde u net al. Wij bewaarden het één keer: het staat in het gesprek."
NO_MORE = "Over dit verzoek kunt u niet meer schrijven: het is afgesloten."


def post_message(
    *,
    request: SupportRequest,
    actor: User,
    text: str,
    token: str,
    is_internal: bool = False,
    files: Sequence[UploadedFile] = (),
    refuses_echo: bool = False,
    tells_desk: bool = True,
) -> Message:
    """Repeatable: the same words with the same files under the same token of the same writer are one message. The other side
    gets a mail that says only that there is one; of a note nobody does, and the loket not when the step that this is part of has
    a mail of its own. The files passed `FilesField`. `refuses_echo`: of a form that somebody went back to, and sent anew."""
    with withdraw_files_on_failure() as stored:
        fresh = lock_request(request)
        side = side_of(actor, fresh)
        if side is None or (is_internal and side is not Side.LOKET):
            raise PermissionDenied
        token = token_of_words(token, "\0".join([text, *(read_digest(file) for file in files)]))
        written = Message.objects.filter(request=fresh, author=actor, token=token).first()
        if written is not None:
            return written
        if not may_talk(fresh):
            raise WrongStepError(NO_MORE)
        if refuses_echo and not files and _was_just_said(fresh, actor, text, is_internal):
            raise WrongStepError(SENT_ALREADY)
        message = Message.objects.create(
            request=fresh, author=actor, side=side, text=text, token=token, is_internal=is_internal
        )
        keep_files(files, stored, by=actor, request=fresh, message=message)
        audit.record(
            actor=actor, action="matching.message", target=message,
            data={"side": side.value, "internal": is_internal, **({"files": len(files)} if files else {})},
        )  # fmt: skip
        _mark(fresh, actor, message.pk)
        if not is_internal:
            _tell(message, tells_desk=tells_desk)
        return message


def _was_just_said(request: SupportRequest, actor: User, text: str, is_internal: bool) -> bool:
    """By nobody else, and nobody answered it: a second "Ja" to a second question is a message."""
    last = Message.objects.filter(request=request).order_by("-pk").first()
    if last is None or last.at < timezone.now() - ECHO:
        return False
    return (last.author_id, last.text, last.is_internal) == (actor.pk, text, is_internal)


@transaction.atomic
def mark_read(*, request: SupportRequest, actor: User, last: int) -> None:
    """Repeatable, and never back."""
    fresh = lock_request(request)
    if side_of(actor, fresh) is None:
        raise PermissionDenied
    newest = Message.objects.filter(request=fresh, pk__lte=last).order_by("-pk").first()
    if newest is not None:
        _mark(fresh, actor, newest.pk)


@transaction.atomic
def revoke_links(*, request: SupportRequest) -> None:
    """Repeatable. No link opens this conversation any more."""
    ThreadLink.objects.filter(request=request).delete()


def _mark(request: SupportRequest, user: User, last: int) -> None:
    """Under the lock of the request."""
    mark = ReadMark.objects.filter(request=request, user=user).first() or ReadMark(request=request, user=user)
    if mark.pk is None:
        mark.last = last
        mark.save()
    elif mark.last < last:
        mark.last = last
        mark.save(update_fields=["last"])


def _tell(message: Message, *, tells_desk: bool) -> None:
    key = f"message:{message.pk}"
    if message.side != Side.LOKET and tells_desk:
        tell_handler(message.request, "mail/loket_message_desk.txt", f"{key}:desk")
    if message.side != Side.GEMEENTE:
        _tell_members(message, key)


def _tell_members(message: Message, key: str) -> None:
    """Each with a link of the own, but who works for the programme too: such an account owes a second factor."""
    request = message.request
    members = list(members_of_gemeente(request.gemeente))
    for member in members:
        to = {} if is_staff_role(member) else {"thread_url": _make_link(request, member)}
        queue_about(member.email, "mail/loket_message.txt", request, f"{key}:{member.pk}", **to)
    if not members:
        tell_that_nobody_hears(request, key)


def _make_link(request: SupportRequest, member: User) -> str:
    token = new_token()
    ThreadLink.objects.create(
        request=request, user=member, digest=digest_of(token), expires_at=timezone.now() + LINK_VALID
    )
    return f"{settings.BASE_URL}{reverse('matching:thread_link', args=[token])}"
