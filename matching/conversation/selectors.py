"""Reads of the conversation. Each for a viewer, or for who came by a link."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role
from krachtwijken.accounts.types import Viewer
from matching.conversation.models import Message, ReadMark, ThreadLink, digest_of
from matching.conversation.rules import may_see_internal, may_talk
from matching.models import SupportRequest
from matching.requests.rules import works_for


@dataclass(frozen=True)
class ShownMessage:
    message: Message
    is_own: bool
    is_new: bool


def messages_visible_to(viewer: Viewer, request: SupportRequest) -> QuerySet[Message]:
    """Oldest first. Of a request that this viewer may see."""
    messages = Message.objects.filter(request=request).select_related("author")
    return messages if may_see_internal(viewer, request) else messages.filter(is_internal=False)


def shown_messages(viewer: User, request: SupportRequest) -> list[ShownMessage]:
    """With what is new to this person: written by somebody else, and not marked as read."""
    last = last_read_of(viewer, request)
    return [
        ShownMessage(row, row.author_id == viewer.pk, row.pk > last and row.author_id != viewer.pk)
        for row in messages_visible_to(viewer, request)
    ]


def last_read_of(viewer: User, request: SupportRequest) -> int:
    mark = ReadMark.objects.filter(request=request, user=viewer).first()
    return mark.last if mark else 0


def open_link(token: str) -> ThreadLink | None:
    """The link of this key, as long as it is valid, its request is talked about and its person works for the gemeente and
    owes no second factor."""
    links = ThreadLink.objects.select_related("request__gemeente", "user")
    link = links.filter(digest=digest_of(token), expires_at__gt=timezone.now()).first()
    if link is None or not may_talk(link.request) or is_staff_role(link.user):
        return None
    return link if works_for(link.user, link.request.gemeente) else None


def is_open_key(token: str) -> bool:
    return open_link(token) is not None


def messages_of_link(link: ThreadLink) -> Sequence[ShownMessage]:
    """What the gemeente sees: never a note of the loket, whoever the person of the link is besides."""
    last = last_read_of(link.user, link.request)
    rows = Message.objects.filter(request=link.request, is_internal=False).select_related("author")
    return [
        ShownMessage(row, row.author_id == link.user_id, row.pk > last and row.author_id != link.user_id)
        for row in rows
    ]
