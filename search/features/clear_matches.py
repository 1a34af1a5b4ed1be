"""What clearly fits a question: fewer than a page of results, each with the sentence that says so and its dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wagtail.models import Page

from krachtwijken.accounts.types import Viewer
from search.backend import backend
from search.engine.ranking import RankedDocument
from search.errors import SearchUnavailableError
from search.registry import searchable_types
from search.retrieval.access import visible_rows
from search.retrieval.find import find
from search.retrieval.find_for_problem import find_for_problem
from search.retrieval.hydrate import hits_of
from search.types import Hit, SearchFilters

# Finds of a question that are looked at closely.
JUDGED = 40
PER_KIND = 20
# A mail wants more than a place on a page: from this chance on somebody would propose it rather than not.
CLEAR_FOR_MAIL = 0.5
# First there, last changed.
Dates = tuple[datetime, datetime]
LONG_AGO = datetime(2007, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Match:
    hit: Hit
    sentence: str
    published: datetime
    changed: datetime

    @property
    def key(self) -> str:
        return self.hit.key


def matches_of_query(
    text: str, *, viewer: Viewer, filters: SearchFilters, since: datetime | None = None
) -> list[Match]:
    """Newest first. Raises SearchUnavailableError when there is no index to judge by."""
    results = find(text, viewer=viewer, filters=filters, limit=JUDGED if since is None else 100)
    if results.degraded:
        raise SearchUnavailableError("there is no index to judge by")
    dates = dates_of(results.hits, viewer=viewer)
    wanted = [
        hit for hit in results.hits if hit.key in dates and (since is None or dates[hit.key][0] > since)
    ]
    return newest_first(
        Match(hit, _said(hit, hit.why.sentence if hit.why else ""), *dates[hit.key])
        for hit in wanted
        if answers_most(hit)
    )


def matches_of_problem(text: str, *, viewer: Viewer, since: datetime | None = None) -> list[Match]:
    """Newest first. Raises SearchUnavailableError when there is no index to judge by."""
    backend().check()
    by_kind = find_for_problem(text, viewer=viewer, kinds=news_kinds(), limit=PER_KIND)
    items = [item for group in by_kind.values() for item in group if item.score >= CLEAR_FOR_MAIL]
    dates = dates_of([item.hit for item in items], viewer=viewer)
    return newest_first(
        Match(item.hit, item.evidence_sentence or item.hit.summary, *dates[item.hit.key])
        for item in items
        if item.hit.key in dates and (since is None or dates[item.hit.key][0] > since)
    )


def news_kinds() -> list[str]:
    return [searchable.kind for searchable in searchable_types() if searchable.is_news]


def visible_hits(keys: Sequence[str], *, viewer: Viewer) -> dict[str, Hit]:
    """Of these documents those that the viewer may see now, by key."""
    documents = [RankedDocument(key) for key in keys]
    return {hit.key: hit for hit in hits_of(visible_rows(viewer, documents), "")}


def dates_of(hits: Sequence[Hit], *, viewer: Viewer) -> Mapping[str, Dates]:
    """By key when each was first there for people like the viewer, and last changed; what is no news, or not yet, is left out.
    One query for all pages, and one for each other kind."""
    dates: dict[str, Dates] = {}
    pages: dict[int, str] = {}
    for searchable in searchable_types():
        if not searchable.is_news:
            continue
        keys = {hit.pk: hit.key for hit in hits if hit.kind == searchable.kind}
        if searchable.dates is None:
            pages |= keys
        elif keys:
            since = searchable.dates(viewer, list(keys))
            dates |= {keys[pk]: (moment, moment) for pk, moment in since.items()}
    rows = Page.objects.filter(pk__in=pages).order_by() if pages else Page.objects.none()
    for pk, first, last in rows.values_list("pk", "first_published_at", "last_published_at"):
        dates[pages[pk]] = (first or LONG_AGO, last or first or LONG_AGO)
    return dates


def answers_most(hit: Hit) -> bool:
    """Whether it has more than half of the words that were typed, or what they mean."""
    return hit.why is not None and len(hit.why.matches) > len(hit.why.missing)


def _said(hit: Hit, sentence: str) -> str:
    """The title says nothing that the reader does not see already."""
    return hit.summary if not sentence or sentence.rstrip(".") == hit.title.rstrip(".") else sentence


def newest_first(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (match.published, match.hit.pk), reverse=True)
