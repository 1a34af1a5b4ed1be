"""From what the index found to what may be shown: the database has the last word on who sees what."""

from collections.abc import Collection, Sequence
from typing import Any

from wagtail.models import Page, Site

from expertpool.selectors import profiles_visible_to
from knowledge import selectors
from knowledge.models import ContentPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to
from search.analysis import tokens
from search.documents.selectors import document_rows
from search.highlight import marked
from search.types import Found, Hit, Kind

Row = tuple[Found, Any]


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
        seen = pages_visible_to(viewer, Page.objects.all()).filter(pk__in=pages)
        found |= {pages[pk]: title for pk, title in seen.values_list("pk", "title")}
    if people:
        profiles = profiles_visible_to(viewer).filter(pk__in=people)
        found |= {people[pk]: title for pk, title in profiles.values_list("pk", "title")}
    if documents:
        found |= {documents[row.pk]: row.title for row in document_rows(viewer, list(documents))}
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
    if kind is Kind.PROFILE:
        return profiles_visible_to(viewer).filter(pk__in=pks)
    if kind is Kind.DOCUMENT:
        return document_rows(viewer, pks)
    if kind is Kind.CASE:
        return selectors.cases_visible_to(viewer).filter(pk__in=pks).prefetch_related("wijken__gemeente")
    if kind is Kind.SCHEME:
        return selectors.schemes_visible_to(viewer).filter(pk__in=pks)
    if kind is Kind.CENTRE:
        return selectors.centres_visible_to(viewer).filter(pk__in=pks)
    if kind is Kind.WIJK:
        return selectors.wijk_pages_visible_to(viewer).filter(pk__in=pks)
    return pages_visible_to(viewer, ContentPage.objects.all()).filter(pk__in=pks)


def hit_of(kind: Kind, row: Any) -> Hit:
    """A hit without a search behind it: for the simpler list."""
    address = row.get_absolute_url() if kind is Kind.PROFILE else row.url
    return Hit(
        kind, row.pk, row.title, address or "", row.summary, 0.0, None, _badges(kind, row), row.is_example
    )


def _hit(item: Found, row: Any, stems: frozenset[str]) -> Hit:
    kind = Kind(item.key.partition(":")[0])
    plain = hit_of(kind, row)
    passage = marked(item.passage, stems) if item.passage.text else None
    return Hit(
        kind,
        row.pk,
        plain.title,
        plain.url,
        plain.summary,
        item.score,
        passage,
        plain.badges,
        plain.is_example,
        file=row.file_link(item.passage) if kind is Kind.DOCUMENT else None,
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
