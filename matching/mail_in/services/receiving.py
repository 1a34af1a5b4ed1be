"""Take one mail in: a transaction with all that follows from it."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

import structlog
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from krachtwijken.core import audit
from krachtwijken.core.stored_files import withdraw_files_on_failure
from krachtwijken.core.uploads import DOCUMENTS, check_content
from matching.asides.services.writing import lock_about, post_aside
from matching.conversation.rules import may_talk
from matching.conversation.services.messages import post_message
from matching.mail_in.addresses import digest_of_sender
from matching.mail_in.enums import Doubt, Fate, MailState
from matching.mail_in.judging import MailVerdict, doubt_about, judge_mail
from matching.mail_in.models import NAME_LENGTH, Bounce, IncomingFile, IncomingMail, SeenMail
from matching.mail_in.reading.message import Attachment, ReadMail, UnreadableMailError, read_mail
from matching.requests.services.notify import tell_handler
from matching.requests.services.steps import lock_request

log = structlog.get_logger(__name__)

MOST_FILES = 5
# So many that were refused are named.
MOST_REFUSED = 20
MOST_FILE_BYTES = 10 * 1024 * 1024
STATES = {Fate.THREAD: MailState.THREAD, Fate.PERSON: MailState.WAITING, Fate.ABSENCE: MailState.ABSENCE}
WRONG_KIND = "Dit soort bestand nemen wij niet aan."
TOO_BIG_FILE = "Dit bestand is te groot: meer dan 10 MB."
TOO_MANY_FILES = "Er zitten meer dan vijf bestanden bij deze mail."
NOT_KEPT = "Dit bewaren wij niet."


def receive_mail(*, raw: bytes, is_whole: bool = True) -> Fate:
    """Repeatable: a mail is taken once. `is_whole` is false when only its beginning was fetched."""
    try:
        mail = read_mail(raw)
    except UnreadableMailError:
        # Its headers say enough for a person to look in the box itself.
        mail = read_mail(raw.replace(b"\r\n", b"\n").split(b"\n\n")[0])
        return _take(mail, judge=lambda: MailVerdict(Fate.PERSON, Doubt.UNREADABLE))
    return _take(mail, judge=lambda: judge_mail(mail, is_whole=is_whole))


def _take(mail: ReadMail, *, judge: Callable[[], MailVerdict]) -> Fate:
    with withdraw_files_on_failure() as stored:
        if SeenMail.objects.filter(digest=mail.digest).exists():
            return _drop(mail, "double")
        verdict = _as_it_is_now(judge())
        seen = {"sender_digest": digest_of_sender(mail.sender), "fate": verdict.fate.value}
        # Of two deliveries at once the second waits here for the first.
        if not SeenMail.objects.get_or_create(digest=mail.digest, defaults=seen)[1]:
            return _drop(mail, "double")
        if verdict.fate is Fate.DROPPED:
            return _drop(mail, verdict.why)
        if verdict.fate is Fate.BOUNCE:
            _record_bounce(mail, verdict)
        else:
            _keep(mail, verdict, stored)
        return verdict.fate


def _drop(mail: ReadMail, why: str) -> Fate:
    """A line in the log by which somebody can find the mail in the box, and nothing of what it says."""
    log.info("mail_dropped", why=why, digest=mail.digest[:12])
    return Fate.DROPPED


def _as_it_is_now(verdict: MailVerdict) -> MailVerdict:
    """Of a request that is locked: it, or what who helps was asked, may be over since the mail was judged."""
    if verdict.fate is not Fate.THREAD or verdict.request is None:
        return verdict
    if verdict.about is not None:
        doubt = doubt_about(lock_about(verdict.about))
        return verdict if doubt is None else replace(verdict, fate=Fate.PERSON, doubt=doubt)
    fresh = lock_request(verdict.request)
    return verdict if may_talk(fresh) else replace(verdict, fate=Fate.PERSON, doubt=Doubt.CLOSED)


def _record_bounce(mail: ReadMail, verdict: MailVerdict) -> None:
    outgoing, delivery = verdict.outgoing, mail.delivery
    if outgoing is None or delivery is None:
        raise ValueError("a bounce without a mail")
    bounce, made = Bounce.objects.get_or_create(
        mail_key=outgoing.key,
        defaults={"request": verdict.request, "recipient": outgoing.to, "status": delivery.status},
    )
    if made:
        audit.record(
            actor=None, action="matching.mail_bounced", target=bounce, data={"status": delivery.status}
        )


def _keep(mail: ReadMail, verdict: MailVerdict, stored: list[FieldFile]) -> None:
    row = IncomingMail.objects.create(
        state=STATES[verdict.fate],
        doubt=verdict.doubt or "",
        request=verdict.request,
        invitation=verdict.invitation,
        part=verdict.part,
        person=verdict.person,
        sender=mail.sender,
        sender_name=mail.sender_name,
        subject=mail.subject,
        text=verdict.text,
        whole=mail.text.strip(),
        mail_id=mail.message_id,
        is_sensitive=verdict.is_sensitive,
        handled_at=None if verdict.fate is Fate.PERSON else timezone.now(),
    )
    refused = 0 if verdict.doubt in {Doubt.TOO_BIG, Doubt.UNREADABLE} else _keep_files(row, mail, stored)
    audit.record(
        # Who is not sure to have sent it did nothing.
        actor=verdict.person if verdict.fate is Fate.THREAD else None, action="matching.mail_in", target=row,
        data={"fate": verdict.fate.value, "doubt": row.doubt, "refused": refused},
    )  # fmt: skip
    if verdict.fate is Fate.THREAD:
        _put_into_thread(row, verdict)
    elif verdict.fate is Fate.PERSON and verdict.request is not None:
        tell_handler(verdict.request, "mail/post_waiting.txt", f"post:{row.pk}")


def _put_into_thread(row: IncomingMail, verdict: MailVerdict) -> None:
    """In the name of the sender: who the key is of and who sent it are the same."""
    if verdict.request is None or verdict.person is None:
        raise ValueError("a thread without a request or a sender")
    if verdict.about is not None:
        row.aside_message = post_aside(
            about=verdict.about, actor=verdict.person, text=verdict.text, token=f"mail:{row.pk}"
        )
        row.save(update_fields=["aside_message"])
        return
    row.message = post_message(
        request=verdict.request, actor=verdict.person, text=verdict.text, token=f"mail:{row.pk}"
    )
    row.save(update_fields=["message"])


def _keep_files(row: IncomingMail, mail: ReadMail, stored: list[FieldFile]) -> int:
    """Gives how many were refused."""
    refused = [IncomingFile(mail=row, name=name, refused=NOT_KEPT) for name in mail.named]
    kept = 0
    for attachment in mail.attachments:
        file = IncomingFile(mail=row, name=attachment.name[-NAME_LENGTH:], size=len(attachment.data))
        file.refused = TOO_MANY_FILES if kept == MOST_FILES else _refusal_of(attachment)
        if file.refused:
            refused.append(file)
            continue
        kept += 1
        file.file.save(attachment.name, ContentFile(attachment.data), save=False)
        stored.append(file.file)
        file.save()
    IncomingFile.objects.bulk_create(refused[:MOST_REFUSED])
    return len(refused)


def _refusal_of(attachment: Attachment) -> str:
    """In words for the loket; empty when it may be kept. Looked at by content, as every upload is."""
    extension = PurePath(attachment.name).suffix.lower().removeprefix(".")
    if extension not in DOCUMENTS:
        return WRONG_KIND
    if len(attachment.data) > MOST_FILE_BYTES:
        return TOO_BIG_FILE
    try:
        check_content(BytesIO(attachment.data), extension)
    except ValidationError as error:
        return " ".join(error.messages)[:200]
    return ""
