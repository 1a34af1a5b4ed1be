"""A page that is called exactly what somebody typed, where the words themselves say nothing: "Wij zijn er"."""

from django.db.models import Q
from wagtail.models import Page

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.text import sort_key
from krachtwijken.core.visibility import pages_visible_to
from search.engine.dutch.analysis import TOKEN, words
from search.engine.ranking import RankedDocument
from search.registry import searchable_types
from search.retrieval.hydrate import hits_of
from search.types import SearchFilters, SearchResults

# Pages with the longest word in their title whose names are compared.
MOST_COMPARED = 500


def find_by_name(
    text: str, *, viewer: Viewer, filters: SearchFilters, limit: int, offset: int
) -> SearchResults:
    """By name; `vague` when no page that the viewer may see is called so. A page is never found by part of it."""
    asked = words(text)
    keys = _called(text, asked, viewer) if asked else []
    rows = [
        (RankedDocument(f"{searchable.kind}:{row.pk}"), row)
        for searchable in searchable_types()
        if keys and searchable.is_page and (not filters.kinds or searchable.kind in filters.kinds)
        for row in searchable.visible(viewer, keys)
    ]
    rows.sort(key=lambda item: sort_key(item[1].title))
    if not rows or set(filters.chosen) - {"kinds"}:
        return SearchResults([], 0, vague=bool(text))
    return SearchResults(hits_of(rows[offset : offset + limit], text), len(rows))


def _called(text: str, asked: list[str], viewer: Viewer) -> list[int]:
    typed = max(TOKEN.findall(text) or [""], key=len)
    near = Page.objects.filter(Q(title__icontains=typed) | Q(title__icontains=max(asked, key=len)))
    pages = pages_visible_to(viewer, near).order_by("pk").values_list("pk", "title")
    return [pk for pk, title in pages[:MOST_COMPARED] if words(title) == asked]
