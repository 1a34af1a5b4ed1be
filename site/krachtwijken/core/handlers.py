"""What the core itself does later: send mail, and tidy up at night."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from krachtwijken.core import mail, retention
from krachtwijken.core.outbox import handler
from krachtwijken.core.outbox.models import MailMessage, NightlyRun, OutboxRow, RowState
from krachtwijken.core.scheduler import every_minute, nightly

KEEP_DONE = timedelta(days=7)
# Long enough to look into; the health of the site names them all that time.
KEEP_DEAD = timedelta(days=30)
KEEP_MAIL = timedelta(days=90)


# Outside a transaction: a mail server may take half a minute, and on SQLite everybody would wait for it.
@handler(mail.TOPIC, long=True)
def send_mail(payload: dict[str, Any]) -> None:
    mail.send(key=payload["key"])


@every_minute("core.publish_scheduled")
def publish_scheduled() -> None:
    """Pages go on and off the site at the moment that their editor chose, without a timer of the machine."""
    call_command("publish_scheduled", verbosity=0)


@nightly("core.tidy")
def tidy() -> None:
    now = timezone.now()
    OutboxRow.objects.filter(state=RowState.DONE, done_at__lt=now - KEEP_DONE).delete()
    OutboxRow.objects.filter(state=RowState.DEAD, run_after__lt=now - KEEP_DEAD).delete()
    NightlyRun.objects.filter(day__lt=timezone.localdate() - KEEP_MAIL).delete()


@retention.register_rule("core.mail")
def forget_mail() -> int:
    """Sent or not: what could not be sent in all that time is not news any more."""
    before = timezone.now() - KEEP_MAIL
    old = Q(sent_at__lt=before) | Q(sent_at=None, created_at__lt=before)
    return MailMessage.objects.filter(old).delete()[0]


@retention.register_rule("core.sessions")
def forget_sessions() -> int:
    """Those whose time is over; what somebody typed after the session ended lies in one of them."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@nightly("core.retention")
def forget_what_is_old() -> None:
    retention.forget_all()
