"""What the core itself does later: send mail, and tidy up at night."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from krachtwijken.core import mail
from krachtwijken.core.outbox import handler
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState
from krachtwijken.core.retention import forget_all
from krachtwijken.core.scheduler import every_minute, nightly

KEEP_DONE = timedelta(days=7)
KEEP_MAIL = timedelta(days=90)


@handler(mail.TOPIC)
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
    MailMessage.objects.filter(sent_at__lt=now - KEEP_MAIL).delete()
    call_command("clearsessions", verbosity=0)


@nightly("core.retention")
def retention() -> None:
    forget_all()
