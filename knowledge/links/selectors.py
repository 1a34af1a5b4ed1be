"""Which addresses pages on the site cite, and how they fared."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from wagtail.models import Page

from knowledge.centres.rules import edits_everywhere
from knowledge.links.models import BROKEN, CitedLink, LinkCopy, LinkState, LinkUse
from knowledge.models.case import CasePage
from knowledge.models.centre import CentrePage
from knowledge.models.outcome import CaseOutcome, CaseResearch
from knowledge.models.replication import Replication
from knowledge.models.scheme import SchemePage
from krachtwijken.accounts.types import Viewer

LONGEST_URL = 500


def cited_urls() -> dict[str, set[int]]:
    """Address -> keys of the live pages that cite it in a field. Addresses within a text are not read."""
    cited: dict[str, set[int]] = defaultdict(set)
    for rows in _columns():
        for url, page in rows:
            if url and len(url) <= LONGEST_URL:
                cited[url].add(page)
    return dict(cited)


def _columns() -> Iterable[QuerySet[CasePage, tuple[str, int]]]:
    yield CasePage.objects.live().values_list("source_url", "pk")
    yield CasePage.objects.live().values_list("manual_url", "pk")
    yield SchemePage.objects.live().values_list("source_url", "pk")
    yield CentrePage.objects.live().values_list("website", "pk")
    for model, name in ((CaseOutcome, "source_url"), (CaseResearch, "url"), (Replication, "source_url")):
        yield model.objects.filter(page__live=True).values_list(name, "page_id")


def links_due(now: datetime, *, most: int) -> list[int]:
    """Longest waited first."""
    due = CitedLink.objects.filter(due_at__lte=now).exclude(uses=None).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:most])


def links_by_state(viewer: Viewer) -> dict[str, QuerySet[CitedLink]]:
    """For the redactie: what is broken, longest first, and what was not looked at; with the pages and copies."""
    pages = Prefetch("uses", LinkUse.objects.select_related("page").order_by("page__title"))
    copies = Prefetch("copies", LinkCopy.objects.defer("body").order_by("kept_at"))
    rows = CitedLink.objects.exclude(uses=None).prefetch_related(pages, copies)
    rows = rows if edits_everywhere(viewer) else rows.none()
    return {
        "broken": rows.filter(state__in=BROKEN).order_by("failing_since", "pk"),
        "skipped": rows.filter(state=LinkState.SKIPPED).order_by("url"),
        "waiting": rows.filter(state=LinkState.WAITING).order_by("url"),
        "good": rows.filter(state=LinkState.GOOD).order_by("url"),
    }


def broken_links_on(page: Page) -> dict[str, CitedLink]:
    """Address -> how it fared, of those that a reader of this page would come to nothing with."""
    if not page.pk:
        return {}
    return {link.url: link for link in CitedLink.objects.filter(uses__page=page.pk, state__in=BROKEN)}


def copy_for(viewer: Viewer, pk: int) -> LinkCopy | None:
    return LinkCopy.objects.filter(pk=pk).first() if edits_everywhere(viewer) else None
