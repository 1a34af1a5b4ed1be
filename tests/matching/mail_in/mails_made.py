"""Mails that tests make themselves. Needs the reference data."""

from email.message import EmailMessage

from django.conf import settings

from krachtwijken.accounts.models import User
from matching.mail_in.models import IncomingMail, ReplyAddress
from matching.mail_in.services.receiving import receive_mail
from matching.models import SupportRequest
from tests.factories.requests import make_asker, make_request

INBOUND = "loket@post.example"
KEY = "sleutel2222222222222"


def make_mail(
    *,
    sender: str,
    to: str,
    text: str = "Hallo.",
    subject: str = "Een vraag",
    mail_id: str = "een",
    pdf: bytes = b"",
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{mail_id}@elders.example>"
    mail.set_content(text)
    if pdf:
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="plan.pdf")
    return mail.as_bytes()


def mail_of_stranger(*, mail_id: str = "een", subject: str = "Een vraag", text: str = "Hallo.") -> bytes:
    return make_mail(
        sender="Sam <sam@elders.example>", to=INBOUND, mail_id=mail_id, subject=subject, text=text
    )


def mail_of_member(
    request: SupportRequest | None = None,
    member: User | None = None,
    *,
    pdf: bytes = b"",
    mail_id: str = "lid",
) -> bytes:
    """Right in every way, when the address for answers is loket@post.example."""
    person = member or make_asker()
    about = request or make_request(person)
    address, _ = ReplyAddress.objects.get_or_create(request=about, user=person, defaults={"key": KEY})
    local, _, host = (settings.INBOUND_ADDRESS or INBOUND).partition("@")
    return make_mail(
        sender=person.email, to=f"{local}+{address.key}@{host}", text="Donderdag is goed.", pdf=pdf,
        mail_id=mail_id,
    )  # fmt: skip


def make_waiting(**changed: str) -> IncomingMail:
    receive_mail(raw=mail_of_stranger(**changed))
    return IncomingMail.objects.latest("pk")
