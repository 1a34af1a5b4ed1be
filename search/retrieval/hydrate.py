"""From rows to what is shown of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wagtail.models import Site

from search.engine.dutch.analysis import tokens
from search.engine.highlight import mark_passage
from search.engine.ranking import RankedDocument
from search.registry import kind_label, type_of
from search.retrieval.access import Row
from search.types import Hit, StoredPassage


def hits_of(rows: Sequence[Row], query: str) -> list[Hit]:
    """One query for all addresses together."""
    stems = frozenset(tokens(query))
    roots = Site.get_site_root_paths() if rows else []
    for _, row in rows:
        # Where Wagtail looks first: without it every page asks for the sites again.
        row._wagtail_cached_site_root_paths = roots
    return [_hit(item, row, stems) for item, row in rows]


def plain_hit(kind: str, row: Any) -> Hit:
    """A hit without a search behind it: for the simpler list."""
    searchable = type_of(kind)
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else row.url
    return Hit(
        kind=kind,
        pk=row.pk,
        title=row.title,
        url=address or "",
        summary=row.summary,
        score=0.0,
        badges=tuple(searchable.badges(row)) if searchable else (),
        is_example=row.is_example,
        kind_label=kind_label(kind),
    )


def _hit(item: RankedDocument, row: Any, stems: frozenset[str]) -> Hit:
    plain = plain_hit(item.key.partition(":")[0], row)
    best = item.passage or StoredPassage(item.key, "", "")
    return replace(
        plain,
        score=item.score,
        passage=mark_passage(best, stems) if best.text else None,
        file=row.file_link(best) if hasattr(row, "file_link") else None,
    )
