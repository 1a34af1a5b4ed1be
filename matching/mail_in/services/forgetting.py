"""What is forgotten of mail that came in."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from krachtwijken.core import audit, retention
from krachtwijken.core.stored_files import delete_when_certain
from matching.mail_in.enums import MailState
from matching.mail_in.models import Bounce, IncomingFile, IncomingMail, ReplyAddress, SeenMail
from matching.requests.services.forgetting import AT_ONCE, CONTACT_KEPT, ENDED

# After somebody decided, or nothing had to be; of what waits, and of what may be of a resident.
HANDLED_KEPT = timedelta(days=90)
WAITING_KEPT = timedelta(days=180)
SENSITIVE_KEPT = timedelta(days=30)
IN_THREAD = (MailState.THREAD, MailState.PLACED)


@retention.register_rule("matching.mail_in")
@transaction.atomic
def forget_mails() -> int:
    """Repeatable. A mail in a thread loses its quotes, subject and sender first; its files go with the message."""
    now = timezone.now()
    handled = Q(handled_at__lt=now - HANDLED_KEPT)
    count = _blank_in_threads(IncomingMail.objects.filter(handled, state__in=IN_THREAD))
    over = (
        Q(state=MailState.WAITING, received_at__lt=now - WAITING_KEPT)
        | Q(state=MailState.WAITING, is_sensitive=True, received_at__lt=now - SENSITIVE_KEPT)
        | (handled & ~Q(state__in=(*IN_THREAD, MailState.WAITING)))
        | Q(state__in=IN_THREAD, message=None, aside_message=None)
    )
    for mail in IncomingMail.objects.select_for_update().filter(over)[:AT_ONCE]:
        if mail.is_waiting:
            audit.record(actor=None, action="matching.mail_expired", target=mail)
        drop_mail_files(mail)
        mail.delete()
        count += 1
    return count


def _blank_in_threads(mails: QuerySet[IncomingMail]) -> int:
    """What the message does not say: who wrote it stands there."""
    written = ("whole", "subject", "sender", "sender_name", "mail_id")
    blank = dict.fromkeys(written, "")
    changed = mails.exclude(**blank).update(**blank)
    # Of one that somebody put there the loket may have taken words out: the message is what stays.
    return changed + mails.filter(state=MailState.PLACED).exclude(text="").update(text="")


@retention.register_rule("matching.mail_seen")
@transaction.atomic
def forget_seen_mails() -> int:
    """Repeatable. Also what was not delivered, and addresses for answers a year after the request ended."""
    before = timezone.now() - HANDLED_KEPT
    ended = {"request__status__in": ENDED, "request__status_since__lt": timezone.now() - CONTACT_KEPT}
    gone = SeenMail.objects.filter(at__lt=before).delete()[0]
    gone += Bounce.objects.filter(at__lt=before).delete()[0]
    return gone + ReplyAddress.objects.filter(**ended).delete()[0]


def drop_mail_files(mail: IncomingMail) -> None:
    """Repeatable. The rows now, the files as soon as that is certain."""
    for row in IncomingFile.objects.filter(mail=mail).exclude(file=""):
        delete_when_certain(row.file)
    IncomingFile.objects.filter(mail=mail).delete()
