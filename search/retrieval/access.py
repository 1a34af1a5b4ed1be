"""The database has the last word on who sees what the index found."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from wagtail.models import Page

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to
from search.engine.ranking import RankedDocument
from search.registry import type_of

Row = tuple[RankedDocument, Any]


def visible_rows(viewer: Viewer, documents: Sequence[RankedDocument]) -> list[Row]:
    """Documents with their rows, in order; what is gone or hidden is left out. At most a few queries per kind."""
    rows = {
        f"{kind}:{row.pk}": row
        for kind, pks in by_kind(item.key for item in documents).items()
        if (searchable := type_of(kind)) is not None
        for row in searchable.visible(viewer, pks)
    }
    return [(item, rows[item.key]) for item in documents if item.key in rows]


def visible_titles(viewer: Viewer, keys: Collection[str]) -> dict[str, str]:
    """The titles of those keys that the viewer may see. The same few queries for any number."""
    titles: dict[str, str] = {}
    pages: dict[int, str] = {}
    for kind, pks in by_kind(keys).items():
        searchable = type_of(kind)
        if searchable is None:
            continue
        if searchable.titles is None:
            pages |= {pk: f"{kind}:{pk}" for pk in pks}
        else:
            titles |= {f"{kind}:{pk}": title for pk, title in searchable.titles(viewer, pks).items()}
    if pages:
        seen = pages_visible_to(viewer, Page.objects.filter(pk__in=pages)).order_by()
        titles |= {pages[pk]: title for pk, title in seen.values_list("pk", "title")}
    return titles


def by_kind(keys: Iterable[str]) -> dict[str, list[int]]:
    """Numbers by kind, of keys as the index has them."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.partition(":")
        wanted.setdefault(kind, []).append(int(pk))
    return wanted
