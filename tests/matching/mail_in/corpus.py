"""The mails of mails/, and what should become of each (mails.yaml)."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.mail import message_id_of, queue_mail
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.services.inviting import withdraw_invitation
from matching.mail_in.addresses import address_with, bounce_key
from matching.mail_in.models import ReplyAddress
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_expert, make_invitation
from tests.factories.parts import make_member, make_part
from tests.factories.requests import make_asker, make_request

HERE = Path(__file__).parent
INBOUND = "loket@post.krachtwijken.example"
SERVER = "mx.krachtwijken.example"
# A file of more than ten megabytes; it compresses well and is not kept here.
BIG = 11 * 1024 * 1024


@dataclass(frozen=True)
class Expected:
    mail: str
    half: int
    fate: str
    doubt: str = ""
    text: str | None = None
    after: str = ""
    of: str = ""
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


EXPECTED = [Expected(**row) for row in yaml.safe_load((HERE / "mails.yaml").read_text(encoding="utf-8"))]


@dataclass(frozen=True)
class World:
    """Whom the mails come from, and what they are about."""

    anja: User
    # Was invited.
    els: User
    open: SupportRequest
    closed: SupportRequest
    sent: MailMessage


def make_world(settings: Any) -> World:
    settings.INBOUND_ADDRESS = INBOUND
    settings.INBOUND_AUTHSERV_ID = SERVER
    settings.DEFAULT_FROM_EMAIL = "loket@krachtwijken.example"
    anja = make_asker(email="anja.devries@arnhem.example", name="Anja de Vries")
    make_asker(email="bram@arnhem.example", name="Bram Smit")
    desk = UserFactory(role="loket", email="lia@krachtwijken.example", name="Lia Post")
    running, closed = make_request(anja), make_request(anja)
    SupportRequest.objects.filter(pk=closed.pk).update(
        status=RequestStatus.INGETROKKEN, status_since=timezone.now() - timedelta(days=9)
    )
    els = UserFactory(role="expert", email="els@expert.example", name="Els Bakker")
    invitation = make_invitation(make_expert(els))
    late = make_invitation(
        make_expert(UserFactory(role="expert", email="ivo@expert.example", name="Ivo Kok"))
    )
    withdraw_invitation(invitation=late, actor=late.invited_by)
    ReplyAddress.objects.create(
        request=late.request, invitation=late, user=expert_of(late), key="ivo22222222222222222"
    )
    mo = make_member(email="mo@centrum.example", name="Mo Haddad")
    make_member(email="pia@centrum.example", name="Pia Blom")
    part = make_part()
    ReplyAddress.objects.create(request=part.request, part=part, user=mo, key="mo222222222222222222")
    ReplyAddress.objects.create(request=running, user=anja, key="anja2222222222222222")
    ReplyAddress.objects.create(request=closed, user=anja, key="dicht22222222222222")
    ReplyAddress.objects.create(request=running, user=desk, key="lia22222222222222222")
    ReplyAddress.objects.create(
        request=invitation.request, invitation=invitation, user=els, key="els22222222222222222"
    )
    context = {"reference": running.reference, "url": "https://krachtwijken.example/", "gemeente": "Arnhem"}
    sent = queue_mail(
        to=anja.email, template="mail/loket_message.txt", context=context,
        key=f"loket:{running.reference}:message:1:{anja.pk}",
    )  # fmt: skip
    return World(anja, els, running, closed, sent)


def raw_mail(name: str, world: World) -> bytes:
    """As it comes from a server: what depends on the world of the test is filled in."""
    raw = (HERE / "mails" / f"{name}.eml").read_bytes()
    big = b"%PDF-1.7\n" + b"x" * BIG if b"@@BIG_PDF@@" in raw else b""
    for mark, value in {
        "@@BOUNCE@@": address_with(bounce_key(world.sent)),
        "@@MESSAGE_ID@@": message_id_of(world.sent),
        "@@BIG_PDF@@": base64.encodebytes(big).decode(),
    }.items():
        raw = raw.replace(mark.encode(), value.encode())
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
