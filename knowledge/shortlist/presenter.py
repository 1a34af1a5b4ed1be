"""What a list shows of each page, on the screen and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.models import Page

from knowledge.compare.wanted import FEWEST
from knowledge.models import CasePage, CentrePage, SchemePage, WijkPage
from knowledge.shortlist.models import Shortlist, ShortlistItem
from knowledge.shortlist.selectors import Entry, cases_among

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class ShownEntry:
    number: int
    item: ShortlistItem
    page: Page
    kind: str
    url: str
    address: str
    facts: Facts
    source: str
    updated: datetime | None
    is_case: bool
    is_example: bool


def shown_entries(entries: Sequence[Entry]) -> list[ShownEntry]:
    return [_shown(number, entry) for number, entry in enumerate(entries, start=1)]


def shown_list(shortlist: Shortlist, entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "shortlist": shortlist,
        "entries": shown_entries(entries),
        "can_compare": len(cases_among(entries)) >= FEWEST,
    }


def _shown(number: int, entry: Entry) -> ShownEntry:
    page = entry.page
    kind, facts = _kind_and_facts(page)
    url = page.url or "/"
    return ShownEntry(
        number=number,
        item=entry.item,
        page=page,
        kind=kind,
        url=url,
        address=f"{settings.BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url,
        facts=facts,
        source=getattr(page, "source_url", "") or getattr(page, "website", ""),
        updated=page.last_published_at,
        is_case=isinstance(page, CasePage),
        is_example=bool(getattr(page, "is_example", False)),
    )


def _kind_and_facts(page: Page) -> tuple[str, Facts]:
    if isinstance(page, CasePage):
        wijken = ", ".join(f"{wijk.name} ({wijk.gemeente.name})" for wijk in page.wijken.all())
        facts = [
            ("Waar", wijken),
            ("Periode", page.period),
            ("Status", page.get_status_display()),
            ("Bewijs", f"{page.get_evidence_level_display()} ({page.get_evidence_source_display()})"),
            ("Kosten", page.costs_text or page.told_costs_class),
        ]
        return page.get_kind_display(), [(name, value) for name, value in facts if value]
    if isinstance(page, SchemePage):
        facts = [("Soort", page.get_kind_display()), ("Van wie", page.provider), ("Looptijd", page.period)]
        return "Regeling", [(name, value) for name, value in facts if value]
    if isinstance(page, WijkPage):
        return "Wijk", [("Gemeente", page.wijk.gemeente.name)]
    if isinstance(page, CentrePage):
        ended = page.organisation.active_until
        return "Kenniscentrum", [("Bestaat niet meer sinds", str(ended))] if ended else []
    raise TypeError(f"A list holds no {type(page).__name__}")
