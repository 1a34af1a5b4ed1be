"""From what the index found to what may be shown: the database has the last word on who sees what."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from wagtail.models import Page, Site

from expertpool.selectors import profiles_visible_to
from knowledge.models import CasePage, CentrePage, ContentPage, SchemePage, WijkPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Wijk
from krachtwijken.core.visibility import pages_visible_to
from search.analysis import tokens
from search.documents.selectors import document_rows, document_titles
from search.highlight import marked
from search.types import Found, Hit, Kind, StoredPassage

Row = tuple[Found, Any]
SHOWN = ("title", "url_path", "summary", "is_example")
# Besides those: columns, and relations to join.
PAGES: Mapping[Kind, tuple[type[Page], Sequence[str], Sequence[str]]] = {
    Kind.CASE: (CasePage, ("status", "period_from", "period_to"), ()),
    Kind.SCHEME: (SchemePage, (), ()),
    Kind.CENTRE: (CentrePage, (), ()),
    Kind.WIJK: (WijkPage, ("wijk__gemeente__name",), ("wijk__gemeente",)),
    Kind.PAGE: (ContentPage, (), ()),
}


def visible_rows(viewer: Viewer, found: Sequence[Found]) -> list[Row]:
    """Finds with their rows, in order; what is gone or hidden is left out. At most a few queries per kind."""
    wanted: dict[str, list[int]] = {}
    for item in found:
        kind, _, pk = item.key.partition(":")
        wanted.setdefault(kind, []).append(int(pk))
    rows = {f"{kind}:{row.pk}": row for kind, pks in wanted.items() for row in _rows(viewer, Kind(kind), pks)}
    return [(item, rows[item.key]) for item in found if item.key in rows]


def visible_titles(viewer: Viewer, keys: Collection[str]) -> dict[str, str]:
    """The titles of those keys that the viewer may see. The same few queries for any number."""
    wanted: dict[str, dict[int, str]] = {Kind.PROFILE: {}, Kind.DOCUMENT: {}, Kind.PAGE: {}}
    for key in keys:
        kind, _, pk = key.partition(":")
        wanted[kind if kind in (Kind.PROFILE, Kind.DOCUMENT) else Kind.PAGE][int(pk)] = key
    pages, people, documents = wanted[Kind.PAGE], wanted[Kind.PROFILE], wanted[Kind.DOCUMENT]
    found: dict[str, str] = {}
    if pages:
        seen = pages_visible_to(viewer, Page.objects.filter(pk__in=pages)).order_by()
        found |= {pages[pk]: title for pk, title in seen.values_list("pk", "title")}
    if people:
        profiles = profiles_visible_to(viewer).filter(pk__in=people).order_by()
        found |= {people[pk]: title for pk, title in profiles.values_list("pk", "title")}
    if documents:
        titles = document_titles(viewer, list(documents))
        found |= {documents[pk]: title for pk, title in titles.items()}
    return found


def hits_of(rows: Sequence[Row], query: str) -> list[Hit]:
    """What is shown of each; one query for all addresses together."""
    stems = frozenset(tokens(query))
    roots = Site.get_site_root_paths() if rows else []
    for _, row in rows:
        # Where Wagtail looks first: without it every page asks for the sites again.
        row._wagtail_cached_site_root_paths = roots
    return [_hit(item, row, stems) for item, row in rows]


def _rows(viewer: Viewer, kind: Kind, pks: Sequence[int]) -> Any:
    """Only what a hit shows of each: most of the time of a page of results went into columns that nobody read."""
    if kind is Kind.DOCUMENT:
        return document_rows(viewer, pks)
    if kind is Kind.PROFILE:
        return profiles_visible_to(viewer).filter(pk__in=pks).prefetch_related(None).order_by()
    model, columns, joined = PAGES[kind]
    pages = pages_visible_to(viewer, model.objects.filter(pk__in=pks)).order_by()
    pages = pages.only(*SHOWN, *columns)
    if joined:
        pages = pages.select_related(*joined)
    if kind is Kind.CASE:
        return pages.prefetch_related(Prefetch("wijken", Wijk.objects.select_related("gemeente")))
    return pages


def hit_of(kind: Kind, row: Any) -> Hit:
    """A hit without a search behind it: for the simpler list."""
    address = row.get_absolute_url() if kind is Kind.PROFILE else row.url
    return Hit(
        kind, row.pk, row.title, address or "", row.summary, 0.0, None, _badges(kind, row), row.is_example
    )


def _hit(item: Found, row: Any, stems: frozenset[str]) -> Hit:
    kind = Kind(item.key.partition(":")[0])
    plain = hit_of(kind, row)
    best = item.passage or StoredPassage(item.key, "", "")
    return Hit(
        kind,
        row.pk,
        plain.title,
        plain.url,
        plain.summary,
        item.score,
        marked(best, stems) if best.text else None,
        plain.badges,
        plain.is_example,
        file=row.file_link(best) if kind is Kind.DOCUMENT else None,
    )


def _badges(kind: Kind, row: Any) -> tuple[str, ...]:
    if kind is Kind.CASE:
        places = ", ".join(f"{wijk.name} ({wijk.gemeente.name})" for wijk in row.wijken.all())
        stopped = ("Gestopt",) if row.status == "gestopt" else ()
        return tuple(badge for badge in (*stopped, places, row.period) if badge)
    if kind is Kind.PROFILE:
        return tuple(row.level_labels)
    if kind is Kind.WIJK:
        return (row.wijk.gemeente.name,)
    if kind is Kind.DOCUMENT:
        return (row.belongs_to,)
    return ()
