"""Reads of lists. Whoever reads one sees of its pages only what he or she may see now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from knowledge.models import CasePage, CentrePage, SchemePage, WijkPage
from knowledge.shortlist.models import Shortlist, ShortlistItem
from knowledge.shortlist.rules import Holder, may_edit, may_read
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to

KEEPABLE: tuple[type[Page], ...] = (CasePage, SchemePage, CentrePage, WijkPage)


@dataclass(frozen=True)
class Entry:
    """A row of a list with its page, read as its own type."""

    item: ShortlistItem
    page: Page


def keepable_pages(viewer: Viewer) -> PageQuerySet:
    """Pages that belong in a list and that this viewer may read."""
    return pages_visible_to(viewer, Page.objects.type(*KEEPABLE))


def list_for_edit(token: str, holder: Holder) -> Shortlist | None:
    shortlist = Shortlist.objects.filter(token=token).first()
    return shortlist if shortlist is not None and may_edit(shortlist, holder) else None


def list_for_reading(token: str, holder: Holder) -> Shortlist | None:
    """A list that is not shared is, for others, a list that is not there."""
    shortlist = Shortlist.objects.filter(token=token).first()
    return shortlist if shortlist is not None and may_read(shortlist, holder) else None


def current_list(holder: Holder) -> Shortlist | None:
    """Where the next page goes: the list last used by this account, or the one of this browser."""
    if isinstance(holder.viewer, User):
        return Shortlist.objects.filter(owner=holder.viewer).first()
    return list_of_browser(holder)


def list_of_browser(holder: Holder) -> Shortlist | None:
    if not holder.key:
        return None
    return Shortlist.objects.filter(key=holder.key, owner=None, expires_at__gte=timezone.now()).first()


def lists_of(viewer: User) -> list[tuple[Shortlist, int]]:
    """Own lists, last used first, each with the number of its pages that can be seen now."""
    counts = dict(
        ShortlistItem.objects.filter(
            shortlist__owner=viewer, page__in=keepable_pages(viewer).order_by().values("pk")
        )
        .order_by()
        .values_list("shortlist")
        .annotate(Count("pk"))
    )
    return [(shortlist, counts.get(shortlist.pk, 0)) for shortlist in Shortlist.objects.filter(owner=viewer)]


def kept_page_ids(holder: Holder) -> frozenset[int]:
    """Pages on the current list; no query for a visitor without one."""
    shortlist = current_list(holder)
    return frozenset(shortlist.items.values_list("page_id", flat=True)) if shortlist else frozenset()


def entries_of(shortlist: Shortlist, viewer: Viewer) -> list[Entry]:
    """In the order of the list, without what the viewer may not see. The same queries for one row and for thirty."""
    items = list(shortlist.items.all())
    visible = keepable_pages(viewer).filter(pk__in=[item.page_id for item in items])
    pages = _typed(list(visible.order_by().values_list("pk", flat=True)))
    return [Entry(item, pages[item.page_id]) for item in items if item.page_id in pages]


def cases_among(entries: Iterable[Entry]) -> list[CasePage]:
    return [entry.page for entry in entries if isinstance(entry.page, CasePage)]


def _typed(keys: Sequence[int]) -> dict[int, Page]:
    querysets = (
        CasePage.objects.prefetch_related("wijken__gemeente"),
        SchemePage.objects.all(),
        CentrePage.objects.select_related("organisation"),
        WijkPage.objects.select_related("wijk__gemeente"),
    )
    return {page.pk: page for pages in querysets for page in pages.filter(pk__in=keys)}
