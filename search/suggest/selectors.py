"""Suggestions for one viewer. Names are kept per process; the database has the last word on which may be seen."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max
from django.urls import reverse
from wagtail.models import Page, Site

from knowledge import selectors
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme, Wijk
from krachtwijken.core.text import clean_text
from search.sources.pages import PAGE_KINDS
from search.suggest.index import Name, SuggestIndex
from search.types import Kind
from search.words.models import WordEntry

LOOK_AGAIN_SECONDS = 5.0
LONGEST_QUERY = 100
# Best matches that are looked up; hidden ones fall out of these.
CANDIDATES = 60
MOST, MOST_OF_A_GROUP = 8, 4
PAGE_GROUPS = {
    Kind.CASE: "Aanpakken",
    Kind.CENTRE: "Kenniscentra",
    Kind.SCHEME: "Regelingen",
    Kind.WIJK: "Wijken",
    Kind.PAGE: "Pagina's",
}


@dataclass(frozen=True)
class Suggestion:
    text: str
    url: str


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Suggestion]


class KeptNames:
    """One per process. A change is seen within LOOK_AGAIN_SECONDS; while one thread reads, others use the old names."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.stamp: Any = None
        self.index = SuggestIndex()

    def current(self) -> SuggestIndex:
        if time.monotonic() - self.looked_at >= LOOK_AGAIN_SECONDS and self.lock.acquire(
            blocking=self.stamp is None
        ):
            try:
                stamp = _stamp()
                if stamp != self.stamp:
                    self.index = SuggestIndex(_names())
                    self.stamp = stamp
                self.looked_at = time.monotonic()
            finally:
                self.lock.release()
        return self.index

    def forget(self) -> None:
        self.looked_at = float("-inf")


kept = KeptNames()


def suggestions(query: str, *, viewer: Viewer) -> list[Group]:
    """At most MOST, in groups, the group of the best match first."""
    text = clean_text(query, max_length=LONGEST_QUERY)
    found = kept.current().find(text, CANDIDATES) if text else []
    shown = _visible(viewer, [name.ref for name in found if name.ref is not None])
    groups: dict[str, list[Suggestion]] = {}
    seen: set[str] = set()
    for name in found:
        item = Suggestion(name.text, name.url) if name.ref is None else shown.get(name.ref)
        group = groups.setdefault(name.group, []) if item else []
        if item is None or item.text.casefold() in seen or len(group) == MOST_OF_A_GROUP or len(seen) == MOST:
            continue
        seen.add(item.text.casefold())
        group.append(item)
    return [Group(label, items) for label, items in groups.items() if items]


def _visible(viewer: Viewer, refs: list[int]) -> dict[int, Suggestion]:
    """Titles and addresses as they are now, of pages that the viewer may read."""
    if not refs:
        return {}
    roots = Site.get_site_root_paths()
    found = {}
    for page in (
        selectors.published_pages(viewer).filter(pk__in=refs).only("title", "url_path", "path", "depth")
    ):
        page._wagtail_cached_site_root_paths = roots
        found[page.pk] = Suggestion(page.title, page.url or "")
    return {pk: item for pk, item in found.items() if item.url}


def _stamp() -> tuple[Any, ...]:
    """Changes when a name does: cheap to ask."""
    pages = Page.objects.live().aggregate(
        count=Count("pk"), published=Max("last_published_at"), revised=Max("latest_revision_created_at")
    )
    words = WordEntry.objects.aggregate(count=Count("pk"), changed=Max("updated_at"))
    return (*pages.values(), *words.values(), Gemeente.objects.count(), ProblemLabel.objects.count())


def _names() -> Iterator[Name]:
    for model, kind in PAGE_KINDS.items():
        for pk, title in model.objects.live().order_by("title").values_list("pk", "title"):
            yield Name(PAGE_GROUPS[kind], title, pk)
    for code, name in Theme.objects.values_list("code", "name"):
        yield Name("Thema's", name, url=f"/kennis/?thema={code}")
    for label in ProblemLabel.objects.values_list("label", flat=True):
        yield Name("Problemen", label, url=search_for(label))
    for name in Gemeente.objects.values_list("name", flat=True):
        yield Name("Gemeenten", name, url=search_for(name))
    for wijk, gemeente in Wijk.objects.filter(page=None).values_list("name", "gemeente__name"):
        yield Name("Wijken", f"{wijk}, {gemeente}", url=search_for(f"{wijk} {gemeente}"))
    for entry in WordEntry.objects.filter(active=True):
        for word in (entry.term, *entry.lines):
            yield Name("Zoekwoorden", word, url=search_for(word))


def search_for(text: str) -> str:
    return f"{reverse('search:search')}?q={quote(text)}"
