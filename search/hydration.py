"""From what the index found to what may be shown: the database has the last word on who sees what."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from wagtail.models import Site

from expertpool.selectors import profiles_visible_to
from knowledge import selectors
from knowledge.models import ContentPage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to
from search.analysis import tokens, words
from search.types import Found, Hit, Kind, Passage, StoredPassage, TextPart

PASSAGE_CHARACTERS = 320


Row = tuple[Found, Any]


def visible_rows(viewer: Viewer, found: Sequence[Found]) -> list[Row]:
    """Finds with their rows, in order; what is gone or hidden is left out. At most a few queries per kind."""
    wanted: dict[str, list[int]] = {}
    for item in found:
        kind, _, pk = item.key.partition(":")
        wanted.setdefault(kind, []).append(int(pk))
    rows = {f"{kind}:{row.pk}": row for kind, pks in wanted.items() for row in _rows(viewer, Kind(kind), pks)}
    return [(item, rows[item.key]) for item in found if item.key in rows]


def visible_finds(viewer: Viewer, found: Sequence[Found]) -> list[Found]:
    """What of it the viewer may see, in order, by number only: a page shows ten of the hundred that it counts."""
    wanted: dict[str, list[int]] = {}
    for item in found:
        kind, _, pk = item.key.partition(":")
        wanted.setdefault(kind, []).append(int(pk))
    seen = {
        f"{kind}:{pk}"
        for kind, pks in wanted.items()
        for pk in _rows(viewer, Kind(kind), pks).order_by().values_list("pk", flat=True)
    }
    return [item for item in found if item.key in seen]


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
    return ()


def marked(passage: StoredPassage, stems: frozenset[str]) -> Passage:
    """The piece of the passage around the most words of the query, those words marked."""
    pieces = passage.text.split(" ")
    hits = [_matches(piece, stems) for piece in pieces]
    start = _best_start(pieces, hits)
    parts: list[TextPart] = []
    used = 0
    for piece, hit in zip(pieces[start:], hits[start:], strict=True):
        if used > PASSAGE_CHARACTERS:
            parts.append(TextPart(" …", marked=False))
            break
        parts.append(TextPart(piece, hit))
        parts.append(TextPart(" ", marked=False))
        used += len(piece) + 1
    lead = [TextPart("… ", marked=False)] if start else []
    return Passage(passage.heading, tuple(_joined(lead + parts)))


def _joined(parts: Sequence[TextPart]) -> Iterator[TextPart]:
    """Neighbours that look the same as one part: a template is slow with a part for every word."""
    for marked_, group in groupby(parts, key=lambda part: part.marked):
        if marked_:
            yield from group
        else:
            yield TextPart("".join(part.text for part in group), marked=False)


def _matches(piece: str, stems: frozenset[str]) -> bool:
    return any(word for word in words(piece)) and bool(stems.intersection(tokens(piece)))


def _best_start(pieces: list[str], hits: list[bool]) -> int:
    window = 45
    if len(pieces) <= window:
        return 0
    scores = [(sum(hits[start : start + window]), -start) for start in range(0, len(pieces) - window + 1, 5)]
    return -max(scores)[1]
