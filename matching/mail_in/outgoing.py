"""How answers to mail about a request find their way back: an address with a key, and one thread in a mail program."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core.mail import Envelope, address_before_sending, own_host
from krachtwijken.core.outbox.models import MailMessage
from matching.mail_in.addresses import address_with, bounce_key, is_receiving, new_key
from matching.mail_in.models import IncomingMail, ReplyAddress
from matching.models import Invitation, PartQuestion, SupportRequest

REQUEST, INVITATION, MISSION, ANSWER = "loket:", "invitation:", "mission:", "post:"
PART, TEAM, COUPLING = "part:", "team:", "coupling:"


@dataclass(frozen=True)
class Subject:
    """What a mail of ours is about."""

    request: SupportRequest
    invitation: Invitation | None = None
    part: PartQuestion | None = None


def subject_of(message: MailMessage) -> Subject | None:
    """By the key under which it was written."""
    kind, _, rest = message.key.partition(":")
    named = rest.split(":")[0]
    if f"{kind}:" == REQUEST:
        request = SupportRequest.objects.filter(reference=named).first()
        return Subject(request) if request is not None else None
    if not (named.isascii() and named.isdigit()):
        return None
    read = READ.get(f"{kind}:")
    return read(int(named)) if read is not None else None


def _of_invitation(**which: int) -> Subject | None:
    invitation = Invitation.objects.select_related("request").filter(**which).first()
    return Subject(invitation.request, invitation) if invitation is not None else None


def _of_part(pk: int) -> Subject | None:
    part = PartQuestion.objects.select_related("request").filter(pk=pk).first()
    return Subject(part.request, part=part) if part is not None else None


def _of_request(**which: int) -> Subject | None:
    request = SupportRequest.objects.filter(**which).first()
    return Subject(request) if request is not None else None


# A coupling that the loket made without being asked is about no request.
READ: dict[str, Callable[[int], Subject | None]] = {
    INVITATION: lambda pk: _of_invitation(pk=pk),
    MISSION: lambda pk: _of_invitation(mission=pk),
    PART: _of_part,
    TEAM: lambda pk: _of_request(adoption_team=pk),
    COUPLING: lambda pk: _of_request(couplings=pk),
}


@address_before_sending(REQUEST, *READ)
def address_about_request(message: MailMessage) -> Envelope:
    """Repeatable. Without an address for answers nothing is added."""
    if not is_receiving():
        return Envelope()
    about = subject_of(message)
    headers = {}
    if about is not None:
        # No mail has this id: programs put together what answers to one and the same.
        root = f"<verzoek.{about.request.reference}@{own_host()}>"
        headers = {"In-Reply-To": root, "References": root}
        person = User.objects.filter(email__iexact=message.to).first()
        if person is not None:
            headers["Reply-To"] = address_with(_key_for(about, person))
    return Envelope(sender=address_with(bounce_key(message)), headers=headers)


@address_before_sending(ANSWER)
def address_answer(message: MailMessage) -> Envelope:
    """What somebody at the loket wrote to who sent a mail: answers come to /loket/post/ again."""
    pk = message.key.split(":")[1]
    mail = IncomingMail.objects.filter(pk=pk).first() if pk.isdigit() else None
    headers = {"Auto-Submitted": "no"}
    if mail is not None and mail.mail_id:
        headers |= {"In-Reply-To": mail.mail_id, "References": mail.mail_id}
    if not is_receiving():
        return Envelope(headers=headers)
    headers["Reply-To"] = settings.INBOUND_ADDRESS
    return Envelope(sender=address_with(bounce_key(message)), headers=headers)


@transaction.atomic
def _key_for(about: Subject, person: User) -> str:
    address, _ = ReplyAddress.objects.get_or_create(
        request=about.request, invitation=about.invitation, part=about.part, user=person,
        defaults={"key": new_key()},
    )  # fmt: skip
    return address.key
