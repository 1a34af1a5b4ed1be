"""Mail: written down with the change it tells about, sent by the outbox, once."""

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


def queue_mail(*, to: str, template: str, context: dict[str, Any], key: str) -> MailMessage:
    """Repeatable: the same key is one mail. `template` is `mail/<name>.txt`; its first line names the subject."""
    subject, body = _render(template, context)
    message, made = MailMessage.objects.get_or_create(
        key=key, defaults={"to": to, "subject": subject[:200], "body": body}
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
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    message_id = f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>"
    EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    ).send()
    MailMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now())


def _render(template: str, context: dict[str, Any]) -> tuple[str, str]:
    # Plain text: nothing to escape for a browser.
    plain = Context({"base_url": settings.BASE_URL, **context}, autoescape=False)
    text = get_template(template).template.render(plain).strip()  # type: ignore[attr-defined] # Django's own engine
    first, _, body = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{template} must begin with '{SUBJECT}'")
    return " ".join(first.removeprefix(SUBJECT).split()), body.strip() + "\n"
