"""Reads of mail that came in. The loket sees all; others the files of what stands in their thread."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.types import Viewer
from matching.asides.rules import side_of_aside
from matching.conversation.rules import side_of
from matching.mail_in.enums import MailState
from matching.mail_in.models import Bounce, IncomingFile, IncomingMail
from matching.models import SupportRequest
from matching.requests.rules import may_handle


def mails_visible_to(viewer: Viewer) -> QuerySet[IncomingMail]:
    """Of what was said with who helps nothing to who works for the gemeente of that request too."""
    mails = IncomingMail.objects.select_related("request", "invitation", "part", "handled_by", "person")
    own = gemeenten_of(viewer).values("pk")
    mails = mails.exclude(aside_message__isnull=False, request__gemeente__in=own)
    return mails if may_handle(viewer) else mails.none()


def waiting_mails(viewer: Viewer) -> QuerySet[IncomingMail]:
    """Oldest first: who waits longest is answered first."""
    return mails_visible_to(viewer).filter(state=MailState.WAITING)


def settled_mails(viewer: Viewer) -> QuerySet[IncomingMail]:
    """Newest first."""
    return mails_visible_to(viewer).exclude(state=MailState.WAITING).order_by("-received_at", "-pk")


def file_visible_to(viewer: Viewer, mail: int, pk: int) -> IncomingFile | None:
    """A file that was kept: for the loket, and for the parties of a thread in which its mail stands."""
    files = IncomingFile.objects.select_related(
        "mail__request__gemeente", "mail__message", "mail__aside_message__aside"
    ).exclude(file="")
    found = files.filter(pk=pk, mail=mail).first()
    if found is None:
        return None
    request, message, aside = found.mail.request, found.mail.message, found.mail.aside_message
    if aside is not None:
        return found if side_of_aside(viewer, aside.aside.about) is not None else None
    if may_handle(viewer):
        return found
    in_thread = request is not None and message is not None and not message.is_internal
    return found if in_thread and request and side_of(viewer, request) is not None else None


@dataclass(frozen=True)
class Post:
    """What the loket sees of mail beside a request or an invitation."""

    waiting: list[IncomingMail] = field(default_factory=list)
    absent: list[IncomingMail] = field(default_factory=list)
    bounces: list[Bounce] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.absent or self.bounces)


def post_about(viewer: Viewer, request: SupportRequest, *, invitation: int | None = None) -> Post:
    """In two questions, for any number of mails."""
    if not may_handle(viewer):
        return Post()
    wanted = Q(request=request, state__in=(MailState.WAITING, MailState.ABSENCE))
    mails = list(IncomingMail.objects.filter(wanted, **({"invitation": invitation} if invitation else {})))
    return Post(
        waiting=[mail for mail in mails if mail.is_waiting],
        absent=[mail for mail in mails if not mail.is_waiting],
        bounces=[] if invitation else list(Bounce.objects.filter(request=request)),
    )


def loose_bounces(viewer: Viewer) -> QuerySet[Bounce]:
    """Of mail that is about no request: a coupling that nobody asked for."""
    return Bounce.objects.filter(request=None) if may_handle(viewer) else Bounce.objects.none()


def files_of_messages(messages: Collection[int]) -> Mapping[int, list[IncomingFile]]:
    """By message its attachments, kept and refused; in one question."""
    rows = IncomingFile.objects.filter(mail__message__in=messages).select_related("mail")
    return _files_by((row.mail.message_id, row) for row in rows)


def files_of_asides(messages: Collection[int]) -> Mapping[int, list[IncomingFile]]:
    """The same of messages with who helps: their numbers are others."""
    rows = IncomingFile.objects.filter(mail__aside_message__in=messages).select_related("mail")
    return _files_by((row.mail.aside_message_id, row) for row in rows)


def _files_by(rows: Iterable[tuple[int | None, IncomingFile]]) -> Mapping[int, list[IncomingFile]]:
    found: dict[int, list[IncomingFile]] = {}
    for message, row in rows:
        found.setdefault(message or 0, []).append(row)
    return found
