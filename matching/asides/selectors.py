"""Reads of what is said aside. Each for a viewer, or for who came by a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer
from matching.asides.enums import AsideSide
from matching.asides.models import About, Aside, AsideLink, AsideMessage, aside_address, kind_of_aside
from matching.asides.rules import side_of_aside, why_silent
from matching.conversation.models import digest_of
from matching.models import SupportRequest
from matching.requests.rules import may_handle, works_for

LAST_SHOWN = 3


@dataclass(frozen=True)
class ShownAside:
    message: AsideMessage
    is_own: bool
    is_new: bool


@dataclass(frozen=True)
class AsideGlance:
    """What the page of an invitation, a mission or a part shows of its thread. `why` is why nothing can be said."""

    rows: Sequence[ShownAside]
    new: int
    url: str
    why: str

    @property
    def is_shown(self) -> bool:
        return bool(self.rows) or not self.why


def aside_about(about: About) -> Aside | None:
    """None before the first word."""
    return Aside.objects.filter(**{kind_of_aside(about): about}).first()


def asides_shown(viewer: User, about: About) -> list[ShownAside]:
    """Oldest first, with what is new to the side of this viewer; nothing for who is on neither side."""
    side, aside = side_of_aside(viewer, about), aside_about(about)
    if side is None or aside is None:
        return []
    read = aside.read_by_desk if side is AsideSide.LOKET else aside.read_by_helper
    return [
        ShownAside(row, row.author_id == viewer.pk, row.pk > read and row.side != side)
        for row in aside.messages.select_related("author")
    ]


def glance_at_aside(viewer: Viewer, about: About) -> AsideGlance | None:
    """None for who is on neither side."""
    side = side_of_aside(viewer, about)
    if side is None or not isinstance(viewer, User):
        return None
    rows = asides_shown(viewer, about)
    return AsideGlance(
        rows=rows[-LAST_SHOWN:],
        new=sum(row.is_new for row in rows),
        url=aside_address(about, for_desk=side is AsideSide.LOKET),
        why=why_silent(about),
    )


def unread_asides(viewer: Viewer, request: SupportRequest) -> Mapping[str, int]:
    """For the loket, by kind and key ("part:5") how many messages of who helps nobody there read yet; in one question."""
    if not may_handle(viewer) or works_for(viewer, request.gemeente):
        return {}
    return _by_about(new_to_desk().filter(aside__request=request))


def unread_asides_for(viewer: Viewer) -> Mapping[str, int]:
    """The same for who helps: of what the loket wrote to this person, or to the own centres."""
    mine = (
        Q(aside__invitation__profile__user=viewer.pk)
        | Q(aside__part__profile__user=viewer.pk)
        | Q(aside__part__organisation__in=organisations_of(viewer).values("pk"))
    )
    rows = AsideMessage.objects.filter(mine, side=AsideSide.LOKET, pk__gt=F("aside__read_by_helper"))
    return _by_about(rows)


def _by_about(rows: QuerySet[AsideMessage]) -> Mapping[str, int]:
    counted = rows.order_by().values_list("aside__invitation", "aside__part").annotate(Count("pk"))
    return {
        f"invitation:{invitation}" if invitation else f"part:{part}": count
        for invitation, part, count in counted
    }


def new_to_desk() -> QuerySet[AsideMessage]:
    """Of who helps, and read by nobody at the loket."""
    return AsideMessage.objects.filter(side=AsideSide.HELPER, pk__gt=F("aside__read_by_desk"))


def open_aside_link(token: str) -> AsideLink | None:
    """The link of this key, as long as it is valid, there is something to say, and its person still is whom the loket
    asked and owes no second factor."""
    links = AsideLink.objects.select_related(
        "user", "aside__invitation__request__gemeente", "aside__invitation__profile__user",
        "aside__part__request__gemeente", "aside__part__organisation", "aside__part__profile__user",
    )  # fmt: skip
    link = links.filter(digest=digest_of(token), expires_at__gt=timezone.now()).first()
    if link is None or is_staff_role(link.user) or why_silent(link.aside.about):
        return None
    return link if side_of_aside(link.user, link.aside.about) is AsideSide.HELPER else None
