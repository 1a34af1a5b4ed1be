"""Mail: written down with the change it tells about, sent by the outbox, once."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from krachtwijken.core.outbox import enqueue
from krachtwijken.core.outbox.models import MailMessage

TOPIC = "core.mail"
SUBJECT = "Onderwerp:"
Renewal = Callable[[str], tuple[str, str] | None]
# First part of a key -> function that gives subject and body as they may be sent now, or None.
RENEWALS: dict[str, Renewal] = {}


def renew_before_sending(prefix: str) -> Callable[[Renewal], Renewal]:
    """For mail that shows things whose readers may change between writing and sending: rights, consent, accounts."""

    def register(renewal: Renewal) -> Renewal:
        RENEWALS[prefix] = renewal
        return renewal

    return register


def queue_mail(
    *, to: str, template: str, context: dict[str, Any], key: str, unsubscribe_url: str = ""
) -> MailMessage:
    """Repeatable: the same key is one mail. `template` is `mail/<name>.txt`; its first line names the subject.

    `unsubscribe_url` is an address that stops this kind of mail when it is posted to, for mail that comes by itself.
    """
    subject, body = render_mail(template, context)
    message, made = MailMessage.objects.get_or_create(
        key=key,
        defaults={"to": to, "subject": subject[:200], "body": body, "unsubscribe_url": unsubscribe_url},
    )
    if made:
        enqueue(TOPIC, {"key": key}, key=key)
    return message


def queue_text(*, to: str, subject: str, body: str, key: str) -> MailMessage:
    """Repeatable. For mail whose text is made elsewhere (the login library)."""
    message, made = MailMessage.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject[:200], "body": body}
    )
    if made:
        enqueue(TOPIC, {"key": key}, key=key)
    return message


def send(*, key: str) -> None:
    """Repeatable: what was sent is not sent again. The message id is the same on every try, so that a receiver
    can tell a repeat after a kill between sending and marking."""
    message = MailMessage.objects.filter(key=key, sent_at=None).first()
    if message is None:
        return
    if not _may_leave(message):
        message.delete()
        return
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    message_id = f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>"
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated", **_stopping(message)},
    ).send()
    MailMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now())


def _stopping(message: MailMessage) -> dict[str, str]:
    if not message.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _may_leave(message: MailMessage) -> bool:
    """Brings the text up to date where somebody registered for that; false when there is nothing left to tell."""
    for prefix, renewal in RENEWALS.items():
        if message.key.startswith(prefix):
            fresh = renewal(message.key)
            if fresh is None:
                return False
            message.subject, message.body = fresh[0][:200], fresh[1]
            message.save(update_fields=["subject", "body"])
    return True


def render_mail(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body."""
    # Plain text: nothing to escape for a browser.
    plain = Context({"base_url": settings.BASE_URL, **context}, autoescape=False)
    text = get_template(template).template.render(plain).strip()  # type: ignore[attr-defined] # Django's own engine
    first, _, body = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{template} must begin with '{SUBJECT}'")
    return " ".join(first.removeprefix(SUBJECT).split()), body.strip() + "\n"
