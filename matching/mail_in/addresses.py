"""The address for answers: loket+KEY@…, and the one where a mail that is not delivered comes back."""

import base64
import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from krachtwijken.core.outbox.models import MailMessage

BOUNCE = "terug-"
MARK_LENGTH = 16


def new_key() -> str:
    """20 letters and digits of 100 random bits. Small ones only: mail servers keep no capitals."""
    return base64.b32encode(secrets.token_bytes(13)).decode("ascii").lower()[:20]


def is_receiving() -> bool:
    return bool(settings.INBOUND_ADDRESS)


def address_with(key: str) -> str:
    local, _, host = str(settings.INBOUND_ADDRESS).rpartition("@")
    return f"{local}+{key}@{host}"


def keys_in(recipients: tuple[str, ...]) -> list[str]:
    """What stands behind the plus in addresses of ours."""
    local, _, host = str(settings.INBOUND_ADDRESS).lower().rpartition("@")
    found = []
    for address in recipients:
        own, _, there = address.lower().rpartition("@")
        base, plus, key = own.partition("+")
        if plus and key and base == local and there == host and key not in found:
            found.append(key)
    return found


def is_own_address(address: str) -> bool:
    """Mail from us."""
    own = (settings.INBOUND_ADDRESS, settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> "))
    local, _, host = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}" in {name.lower() for name in own if name}


def bounce_key(message: MailMessage) -> str:
    """Nobody can make one for a mail of which he knows the number."""
    return f"{BOUNCE}{message.pk}-{_mark(message.pk)}"


def mail_of_bounce_key(key: str) -> MailMessage | None:
    number, _, mark = key.removeprefix(BOUNCE).partition("-")
    if not key.startswith(BOUNCE) or not (number.isascii() and number.isdigit()) or len(number) > 18:
        return None
    if not constant_time_compare(mark, _mark(int(number))):
        return None
    return MailMessage.objects.filter(pk=int(number)).first()


def digest_of_sender(address: str) -> str:
    return salted_hmac("matching.mail_in.sender", address, algorithm="sha256").hexdigest()


def _mark(number: int) -> str:
    return salted_hmac("matching.mail_in.bounce", str(number), algorithm="sha256").hexdigest()[:MARK_LENGTH]
