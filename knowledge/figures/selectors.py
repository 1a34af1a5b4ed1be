"""The figures of one centre."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone
from wagtail.models import Page

from knowledge.figures.models import PageViews
from knowledge.figures.provided import proposed_pages
from knowledge.models import CasePage, CentrePage
from knowledge.shortlist.models import ShortlistItem
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to

# value in the address -> (what readers see, days)
PERIODS: Mapping[str, tuple[str, int]] = {
    "30": ("De laatste 30 dagen", 30),
    "90": ("De laatste 90 dagen", 90),
    "365": ("Het laatste jaar", 365),
}
# Fewer than this could point at somebody.
LEAST_TOLD = 3
# On the page; the sheet has all.
MOST_SHOWN = 200


@dataclass(frozen=True)
class PageFigures:
    page: Page
    kind: str
    views: int
    kept: str
    proposed: str


@dataclass(frozen=True)
class CentreFigures:
    since: date
    views: int
    proposed: str
    rows: Sequence[PageFigures]

    @property
    def shown(self) -> Sequence[PageFigures]:
        return self.rows[:MOST_SHOWN]


def tell(count: int) -> str:
    return f"minder dan {LEAST_TOLD}" if count < LEAST_TOLD else str(count)


def first_day(days: int) -> date:
    return timezone.localdate() - timedelta(days=days - 1)


def figures_of(viewer: Viewer, centre: CentrePage, since: date) -> CentreFigures:
    """Of its page, what is published below it, and cases that its organisation owns, as far as `viewer` may read them; most
    read first. As many queries for many pages as for one."""
    pages = _own_pages(viewer, centre)
    keys = [page.pk for page in pages]
    views = dict(
        PageViews.objects.filter(page__in=keys, day__gte=since).values_list("page").annotate(Sum("count"))
    )
    kept = dict(
        ShortlistItem.objects.filter(page__in=keys)
        .order_by()
        .values_list("page")
        .annotate(Count("shortlist", distinct=True))
    )
    proposed = proposed_pages.current()(keys, since)
    rows = [
        PageFigures(
            page=page,
            kind=str(page.specific_class._meta.verbose_name),
            views=views.get(page.pk, 0),
            kept=tell(kept.get(page.pk, 0)),
            proposed=tell(proposed.by_page.get(page.pk, 0)),
        )
        for page in pages
    ]
    rows.sort(key=lambda row: (-row.views, row.page.title))
    return CentreFigures(since, sum(row.views for row in rows), tell(proposed.total), rows)


def _own_pages(viewer: Viewer, centre: CentrePage) -> list[Page]:
    owned = CasePage.objects.filter(owner_organisation=centre.organisation_id).values("pk")
    own = Page.objects.filter(Q(path__startswith=centre.path) | Q(pk__in=owned))
    return list(pages_visible_to(viewer, own))
