"""One mail, read: who, what, with which attachments. Bounded in parts, depth and length. No Django."""

import email
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import policy
from email.message import Message as Part
from email.utils import getaddresses
from pathlib import PurePath

from matching.mail_in.reading.decoding import decode_bytes, decode_words, without_controls
from matching.mail_in.reading.html import text_of_html
from matching.mail_in.reading.report import Delivery, Headers, first_of, is_daemon

MOST_PARTS, DEEPEST = 200, 25
MOST_HEADERS = 500
MOST_TEXT = 200_000
MOST_IDS = 20
TO_HEADERS = ("x-original-to", "delivered-to", "envelope-to", "to", "cc")
# Beside the text of a mail, and nothing that somebody attached.
SILENT = frozenset({"application/pkcs7-signature", "application/pgp-signature", "application/pgp-keys"})
CALENDAR, NESTED = "agenda-uitnodiging", "doorgestuurde mail"
_ID = re.compile(r"<[^<>\s]{3,400}>")


@dataclass(frozen=True)
class Attachment:
    name: str
    data: bytes


@dataclass(frozen=True)
class ReadMail:
    """`digest` is the same for every delivery of one mail. `named` are parts that are never kept: an invitation for a
    calendar, a mail within the mail."""

    digest: str
    headers: Headers
    message_id: str
    senders: tuple[str, ...]
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    named: tuple[str, ...] = ()
    delivery: Delivery | None = None

    @property
    def sender(self) -> str:
        return self.senders[0] if self.senders else ""


@dataclass
class _Gathered:
    attachments: list[Attachment] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    report: list[Part] = field(default_factory=list)
    original: str = ""
    parts: int = 0


class UnreadableMailError(Exception):
    """Built so that a reader goes under."""


def read_mail(raw: bytes) -> ReadMail:
    """Raises UnreadableMailError for what is nested too deep; anything else is read as far as it goes."""
    try:
        message = email.message_from_bytes(raw, policy=policy.compat32)
        headers = _headers_of(message)
        found = _Gathered()
        text = without_controls(_gather(message, found, 0))[:MOST_TEXT]
    except RecursionError as error:
        raise UnreadableMailError from error
    senders = _addresses(headers, ("from",))
    message_id = (_ID.findall(first_of(headers, "message-id")) or [""])[0]
    return ReadMail(
        digest=_digest(raw, message_id, senders),
        headers=headers,
        message_id=message_id,
        senders=tuple(address for _, address in senders),
        sender_name=senders[0][0][:200] if senders else "",
        recipients=tuple(address for _, address in _addresses(headers, TO_HEADERS)),
        subject=first_of(headers, "subject")[:300],
        text=text,
        attachments=tuple(found.attachments),
        named=tuple(found.named),
        delivery=_delivery(found, headers, senders, text),
    )


def _headers_of(part: Part) -> Headers:
    headers: dict[str, list[str]] = defaultdict(list)
    for name, value in list(part.raw_items())[:MOST_HEADERS]:
        headers[name.lower()].append(decode_words(value))
    return dict(headers)


def _addresses(headers: Headers, names: Sequence[str]) -> list[tuple[str, str]]:
    values = [value for name in names for value in headers.get(name, ())]
    found = getaddresses(values)
    return [(name, address.lower()[:320]) for name, address in found if address.count("@") == 1]


def _digest(raw: bytes, message_id: str, senders: Sequence[tuple[str, str]]) -> str:
    """Another road gives other headers and the same body. The body counts: an id alone could be taken by somebody who wants
    a mail not to arrive."""
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1].replace(b"\r\n", b"\n").rstrip()
    seed = f"{message_id}\n{senders[0][1] if senders else ''}\n".encode("utf-8", "replace")
    return hashlib.sha256(seed + (body if message_id else raw)).hexdigest()


def _gather(part: Part, found: _Gathered, depth: int) -> str:
    """The text of this part; what else is in it is put into `found`."""
    found.parts += 1
    if found.parts > MOST_PARTS or depth > DEEPEST:
        return ""
    kind = part.get_content_type()
    if kind in {"message/delivery-status", "message/disposition-notification"}:
        found.report.extend(_children(part))
        return ""
    if kind == "text/rfc822-headers":
        found.original = decode_bytes(_payload(part), None)
        return ""
    if kind in {"message/rfc822", "message/global"}:
        inner = next(_children(part), None)
        found.original = str(inner.get("message-id", "")) if inner is not None else ""
        found.named.append(NESTED)
        return ""
    if part.is_multipart():
        return _gather_many(part, found, depth, is_choice=kind == "multipart/alternative")
    return _gather_leaf(part, found, kind)


def _gather_many(part: Part, found: _Gathered, depth: int, *, is_choice: bool) -> str:
    texts = [(child.get_content_type(), _gather(child, found, depth + 1)) for child in _children(part)]
    filled = [(kind, text) for kind, text in texts if text.strip()]
    if is_choice:
        plain = [text for kind, text in filled if kind == "text/plain"]
        return (plain or [text for _, text in filled] or [""])[0]
    return "\n\n".join(text for _, text in filled)


def _gather_leaf(part: Part, found: _Gathered, kind: str) -> str:
    name = _name_of(part)
    is_attached = part.get_content_disposition() == "attachment"
    if kind == "text/calendar" or name.lower().endswith(".ics"):
        if CALENDAR not in found.named:
            found.named.append(CALENDAR)
        return ""
    if kind in {"text/plain", "text/html"} and not is_attached and not name:
        text = decode_bytes(_payload(part), part.get_content_charset())
        return text_of_html(text) if kind == "text/html" else text
    in_text = kind.startswith("image/") and not is_attached and part.get("content-id")
    if kind not in SILENT and not in_text:
        found.attachments.append(Attachment(name or f"bijlage.{part.get_content_subtype()}", _payload(part)))
    return ""


def _children(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    yield from (child for child in payload if isinstance(child, Part)) if isinstance(payload, list) else ()


def _payload(part: Part) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name_of(part: Part) -> str:
    """Without folders, as somebody may read it."""
    try:
        name = decode_words(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return "bijlage"
    return PurePath(name.replace("\\", "/")).name[-160:]


def _delivery(
    found: _Gathered, headers: Headers, senders: Sequence[tuple[str, str]], text: str
) -> Delivery | None:
    named = [*_ID.findall(found.original), *_ID.findall(text), *_ID.findall(first_of(headers, "in-reply-to"))]
    ids = tuple(named[:MOST_IDS])
    for block in found.report:
        if block.get("action") or block.get("final-recipient"):
            recipient = str(block.get("original-recipient") or block.get("final-recipient") or "")
            return Delivery(
                recipient=recipient.rpartition(";")[2].strip().strip("<>").lower()[:254],
                has_failed=str(block.get("action", "failed")).strip().lower() == "failed",
                status=str(block.get("status", "")).strip().split(" ")[0][:20],
                original_ids=ids,
            )
    sender = senders[0][1] if senders else ""
    is_told = is_daemon(sender, first_of(headers, "subject"), headers)
    return Delivery("", has_failed=True, status="", original_ids=ids) if is_told else None
