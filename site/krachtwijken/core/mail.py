"""Mail: written down with the change it tells about, sent by the outbox, once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from krachtwijken.core.mail_texts.packaged import SUBJECT
from krachtwijken.core.mail_texts.sending import edited_mail
from krachtwijken.core.outbox import enqueue
from krachtwijken.core.outbox.models import MailMessage

TOPIC = "core.mail"
OWN_ID = re.compile(r"<(?P<pk>\d{1,18})\.\d{14}@(?P<host>[^>\s]{1,200})>")


@dataclass(frozen=True)
class Renewed:
    """As it may be sent now; `on_sent` is called in the transaction that marks it as sent."""

    subject: str
    body: str
    unsubscribe_url: str = ""
    on_sent: Callable[[], object] = lambda: None


Renewal = Callable[[str], Renewed | None]
# First part of a key -> function that gives the mail as it may be sent now, or None.
RENEWALS: dict[str, Renewal] = {}


def renew_before_sending(prefix: str) -> Callable[[Renewal], Renewal]:
    """For mail that shows things whose readers may change between writing and sending: rights, consent, accounts."""

    def register(renewal: Renewal) -> Renewal:
        RENEWALS[prefix] = renewal
        return renewal

    return register


@dataclass(frozen=True)
class Envelope:
    """What a mail carries beside its text: who hears when it cannot be delivered (empty: its sender), and headers."""

    sender: str = ""
    headers: dict[str, str] = field(default_factory=dict)


Addressing = Callable[[MailMessage], Envelope]
# First part of a key -> function that says how answers to such a mail find their way back.
ENVELOPES: dict[str, Addressing] = {}


def address_before_sending(*prefixes: str) -> Callable[[Addressing], Addressing]:
    """For mail that may be answered. Asked at every try, outside a transaction: it must be repeatable."""

    def register(addressing: Addressing) -> Addressing:
        ENVELOPES.update(dict.fromkeys(prefixes, addressing))
        return addressing

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
    on_sent = _brought_up_to_date(message)
    if on_sent is None:
        message.delete()
        return
    envelope = _envelope_of(message)
    EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=envelope.sender or None,
        to=[message.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id_of(message),
            "Auto-Submitted": "auto-generated",
            **_stopping(message),
            **envelope.headers,
        },
        connection=get_connection(settings.MAIL_TRANSPORT),
    ).send()
    with transaction.atomic():
        MailMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now())
        on_sent()


def message_id_of(message: MailMessage) -> str:
    """The same at every try."""
    return f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{own_host()}>"


def mail_of_id(message_id: str) -> MailMessage | None:
    """The mail of ours that has this Message-ID, as long as it is kept."""
    match = OWN_ID.fullmatch(message_id.strip())
    if match is None or match["host"].lower() != own_host().lower():
        return None
    message = MailMessage.objects.filter(pk=match["pk"]).first()
    return message if message is not None and message_id_of(message) == message_id.strip() else None


def own_host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")


def _envelope_of(message: MailMessage) -> Envelope:
    for prefix, addressing in ENVELOPES.items():
        if message.key.startswith(prefix):
            return addressing(message)
    return Envelope()


def _stopping(message: MailMessage) -> dict[str, str]:
    if not message.unsubscribe_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _brought_up_to_date(message: MailMessage) -> Callable[[], object] | None:
    """Renews the text where somebody registered for that, and gives what is to be done when it has left; None when there
    is nothing left to tell."""
    for prefix, renewal in RENEWALS.items():
        if message.key.startswith(prefix):
            fresh = renewal(message.key)
            if fresh is None:
                return None
            message.subject, message.body = fresh.subject[:200], fresh.body
            message.unsubscribe_url = fresh.unsubscribe_url
            message.save(update_fields=["subject", "body", "unsubscribe_url"])
            return fresh.on_sent
    return lambda: None


def render_mail(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body: as beheer wrote them, or else as the site brings them."""
    values = {"base_url": settings.BASE_URL, **context}
    edited = edited_mail(template, values)
    if edited is not None:
        return edited
    # Plain text: nothing to escape for a browser.
    plain = Context(values, autoescape=False)
    text = get_template(template).template.render(plain).strip()  # type: ignore[attr-defined] # Django's own engine
    first, _, body = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{template} must begin with '{SUBJECT}'")
    return " ".join(first.removeprefix(SUBJECT).split()), body.strip() + "\n"
