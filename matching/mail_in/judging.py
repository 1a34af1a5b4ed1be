"""Which fate a mail deserves. Reads; `services.receiving` does what is said here."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_gemeente, is_staff_role
from krachtwijken.core.mail import mail_of_id
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import count_visible
from matching.asides.enums import AsideSide
from matching.asides.models import About
from matching.asides.rules import side_of_aside, why_silent
from matching.conversation.rules import may_talk, side_of
from matching.mail_in.addresses import digest_of_sender, is_own_address, keys_in, mail_of_bounce_key
from matching.mail_in.enums import Doubt, Fate
from matching.mail_in.models import ReplyAddress, SeenMail
from matching.mail_in.outgoing import subject_of
from matching.mail_in.reading.message import CALENDAR, ReadMail
from matching.mail_in.reading.reply import is_forwarded, own_text
from matching.mail_in.reading.report import (
    Delivery,
    fails_authentication,
    is_automatic,
    is_for_many,
    is_marked_as_spam,
)
from matching.models import Invitation, PartQuestion, SupportRequest

# From one sender in an hour: more waits for a person, far more is a machine that answers a machine.
MANY, FLOOD, HOUR = 10, 30, timedelta(hours=1)
LONGEST_MESSAGE = 5000
# In all of a mail, with what was quoted, numbers of people count; names and phones of officials stand there anyway.
GRAVE = frozenset({"bsn", "iban"})


@dataclass(frozen=True)
class MailVerdict:
    """`why` is for the log, where a mail is dropped."""

    fate: Fate
    doubt: Doubt | None = None
    text: str = ""
    address: ReplyAddress | None = None
    outgoing: MailMessage | None = None
    person: User | None = None
    is_sensitive: bool = False
    why: str = ""

    @property
    def request(self) -> SupportRequest | None:
        if self.address is not None:
            return self.address.request
        about = subject_of(self.outgoing) if self.outgoing is not None else None
        return about.request if about is not None else None

    @property
    def invitation(self) -> Invitation | None:
        return self.address.invitation if self.address is not None else None

    @property
    def part(self) -> PartQuestion | None:
        return self.address.part if self.address is not None else None

    @property
    def about(self) -> About | None:
        """Of which thread with who helps the key is."""
        return self.invitation or self.part


def judge_mail(mail: ReadMail, *, is_whole: bool = True) -> MailVerdict:
    """First what machines send, then who sends it and about what, then what it says."""
    address, outgoing = _named_by(mail)
    person = User.objects.filter(email__iexact=mail.sender).first() if mail.sender else None
    is_right = address is not None and person is not None and address.user_id == person.pk
    found = MailVerdict(
        Fate.THREAD, address=address, outgoing=outgoing, person=person, text=own_text(mail.text)
    )
    machine = _judge_machine(mail, found, is_right=is_right)
    if machine is not None:
        return machine
    sensitive = _is_sensitive(mail, found.text)
    doubt = _doubt_sender(mail, found, is_right=is_right) or _doubt_text(
        mail, found.text, is_whole, sensitive
    )
    if doubt is None:
        return found
    return replace(found, fate=Fate.PERSON, doubt=doubt, is_sensitive=sensitive)


def _named_by(mail: ReadMail) -> tuple[ReplyAddress | None, MailMessage | None]:
    """What the keys in its addresses stand for."""
    keys = keys_in(mail.recipients)
    rows = ReplyAddress.objects.filter(key__in=keys).select_related(
        "request__gemeente", "invitation", "part", "user"
    )
    found = {row.key: row for row in rows}
    address = next((found[key] for key in keys if key in found), None)
    outgoing = next((sent for key in keys if (sent := mail_of_bounce_key(key)) is not None), None)
    return address, outgoing


def _judge_machine(mail: ReadMail, found: MailVerdict, *, is_right: bool) -> MailVerdict | None:
    def drop(why: str) -> MailVerdict:
        return MailVerdict(Fate.DROPPED, why=why)

    if is_own_address(mail.sender) or (mail.message_id and mail_of_id(mail.message_id) is not None):
        return drop("own")
    if mail.delivery is not None:
        return _judge_delivery(mail, mail.delivery, found)
    recent = _count_recent(mail.sender)
    if recent >= FLOOD:
        return drop("flood")
    if is_automatic(mail.headers, mail.subject):
        return _judge_automatic(mail, found, is_right=is_right)
    if is_marked_as_spam(mail.headers) and not is_right:
        return drop("spam")
    if is_for_many(mail.headers) and not is_right:
        return drop("bulk")
    return None


def _judge_delivery(mail: ReadMail, delivery: Delivery, found: MailVerdict) -> MailVerdict:
    """With a key that we gave, or the id of a mail of ours and whom it went to."""
    outgoing = found.outgoing
    if outgoing is None:
        sent = [message for one in delivery.original_ids if (message := mail_of_id(one)) is not None]
        known = {delivery.recipient, *mail.senders}
        outgoing = next((one for one in sent if not delivery.recipient or one.to.lower() in known), None)
    if outgoing is None:
        return MailVerdict(Fate.DROPPED, why="foreign_bounce")
    if not delivery.has_failed:
        return MailVerdict(Fate.DROPPED, why="delayed")
    return MailVerdict(Fate.BOUNCE, outgoing=outgoing)


def _judge_automatic(mail: ReadMail, found: MailVerdict, *, is_right: bool) -> MailVerdict:
    """Of whom we wrote to it is worth knowing; of anybody else it is noise."""
    sent_to = found.outgoing is not None and found.outgoing.to.lower() == mail.sender
    if not (is_right or sent_to) or found.request is None:
        return MailVerdict(Fate.DROPPED, why="automatic")
    return replace(found, fate=Fate.ABSENCE, is_sensitive=_is_sensitive(mail, found.text))


def _doubt_sender(mail: ReadMail, found: MailVerdict, *, is_right: bool) -> Doubt | None:
    address = found.address
    doubts = (
        (Doubt.FORGED, _looks_forged(mail)),
        (Doubt.SPAM, is_marked_as_spam(mail.headers)),
        (Doubt.BULK, is_for_many(mail.headers)),
        (Doubt.NO_KEY, address is None),
        (Doubt.OTHER_SENDER, not is_right),
    )
    doubt = next((doubt for doubt, holds in doubts if holds), None)
    if doubt is None and address is not None:
        about = found.about
        doubt = _doubt_party(address) if about is None else _doubt_helper(address.user, about)
    return doubt or (Doubt.MANY if _count_recent(mail.sender) >= MANY else None)


def _doubt_party(address: ReplyAddress) -> Doubt | None:
    """Of the thread with the gemeente, where the key and the sender are the same person."""
    person, side = address.user, side_of(address.user, address.request)
    doubts = (
        # Is in a team, or tied to a wijk: for them there is no thread.
        (Doubt.EXPERT, side is None and not is_gemeente(person)),
        (Doubt.NO_RIGHT, side is None or not person.is_active),
        (Doubt.STAFF, is_staff_role(person)),
        (Doubt.CLOSED, not may_talk(address.request)),
    )
    return next((doubt for doubt, holds in doubts if holds), None)


def _doubt_helper(person: User, about: About) -> Doubt | None:
    """Of a thread with who helps."""
    if is_staff_role(person):
        return Doubt.STAFF
    return doubt_about(about) or (None if side_of_aside(person, about) is AsideSide.HELPER else Doubt.OVER)


def doubt_about(about: About) -> Doubt | None:
    """Nothing is said any more in a thread that is over, and no mail opens it."""
    if not may_talk(about.request):
        return Doubt.CLOSED
    return Doubt.OVER if why_silent(about) else None


def _doubt_text(mail: ReadMail, text: str, is_whole: bool, sensitive: bool) -> Doubt | None:
    doubts = (
        (Doubt.TOO_BIG, not is_whole),
        (Doubt.PERSONAL, sensitive),
        (Doubt.FORWARDED, is_forwarded(mail.text, mail.subject)),
        (Doubt.CALENDAR, CALENDAR in mail.named),
        (Doubt.EMPTY, not text),
        (Doubt.LONG, count_visible(text) > LONGEST_MESSAGE),
    )
    return next((doubt for doubt, holds in doubts if holds), None)


def _looks_forged(mail: ReadMail) -> bool:
    several = len(set(mail.senders)) != 1
    return several or fails_authentication(mail.headers, server=settings.INBOUND_AUTHSERV_ID)


def _is_sensitive(mail: ReadMail, text: str) -> bool:
    if find_personal_data(f"{mail.subject}\n{text}"):
        return True
    return any(finding.kind in GRAVE for finding in find_personal_data(mail.text))


def _count_recent(sender: str) -> int:
    since = timezone.now() - HOUR
    return SeenMail.objects.filter(sender_digest=digest_of_sender(sender), at__gte=since).count()
