"""Which requests may be one, and what the page of the one that goes on shows of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from matching.conversation.enums import PromiseState
from matching.conversation.selectors import ShownMessage, shown_messages
from matching.mail_in.enums import MailState
from matching.merging.models import MergedRequest
from matching.models import IncomingMail, Message, Promise, SupportRequest
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import OPEN


@dataclass(frozen=True)
class ShownMerged:
    """Of a request that went on in another, as far as this viewer may read it."""

    merged: MergedRequest
    messages: Sequence[ShownMessage]
    promises: Sequence[Promise]


@dataclass(frozen=True)
class Moves:
    """How much goes where, said before somebody confirms."""

    messages: int
    promises: int
    open_promises: int
    waiting_mails: int


def requests_beside(request: SupportRequest, *, viewer: Viewer) -> QuerySet[SupportRequest]:
    """Others of the same gemeente that still run, for the loket; those of the same wijk first."""
    if not may_handle(viewer):
        return SupportRequest.objects.none()
    others = requests_visible_to(viewer).filter(gemeente=request.gemeente_id, status__in=OPEN)
    return others.exclude(pk=request.pk).order_by("-created_at")


def count_moves(request: SupportRequest) -> Moves:
    promises = Promise.objects.filter(request=request)
    return Moves(
        messages=Message.objects.filter(request=request).count(),
        promises=promises.exclude(state=PromiseState.OPEN).count(),
        open_promises=promises.filter(state=PromiseState.OPEN).count(),
        waiting_mails=IncomingMail.objects.filter(request=request, state=MailState.WAITING).count(),
    )


def merged_into(request: SupportRequest) -> MergedRequest | None:
    """Where this one goes on."""
    return MergedRequest.objects.select_related("into").filter(request=request).first()


def merged_with(request: SupportRequest, viewer: User) -> list[ShownMerged]:
    """What went on in this one. Of a request that this viewer may see; the others are of the same gemeente."""
    rows = MergedRequest.objects.filter(into=request).select_related("request__gemeente", "request__wijk")
    return [
        ShownMerged(row, shown_messages(viewer, row.request), list(row.request.promises.all()))
        for row in rows
    ]
