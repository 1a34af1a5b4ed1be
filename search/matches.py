"""What clearly fits a question: fewer than a page of results, each with the sentence that says so and its dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wagtail.models import Page

from krachtwijken.accounts.types import Viewer
from search.api import find, find_for_problem
from search.errors import SearchUnavailableError
from search.hydration import hits_of, visible_rows
from search.scoring import Evidence
from search.services.engine import check, pair_scorer
from search.types import Found, Hit, Kind, ProblemHit, SearchFilters

# Finds of a question that are looked at closely.
JUDGED = 40
# Below this a find says too little to send somebody a mail about it. Measured: docs/search.md.
CLEAR = 0.42
# A whole problem has some sentence that looks like something more often, so its best pair must be better.
CLEAR_PAIR = 0.5
# People have no day of publication, and nobody asked to be mailed about.
KINDS = (Kind.CASE, Kind.SCHEME, Kind.CENTRE, Kind.WIJK, Kind.PAGE)
PER_KIND = 20
LONG_AGO = datetime(2007, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Match:
    hit: Hit
    sentence: str
    published: datetime
    changed: datetime

    @property
    def key(self) -> str:
        return f"{self.hit.kind}:{self.hit.pk}"


def matches_of_query(
    text: str, *, viewer: Viewer, filters: SearchFilters, since: datetime | None = None
) -> list[Match]:
    """Newest first. Raises SearchUnavailableError when there is no index to judge by."""
    results = find(text, viewer=viewer, filters=filters, limit=JUDGED if since is None else 100)
    if results.degraded:
        raise SearchUnavailableError("there is no index to judge by")
    hits = [hit for hit in results.hits if hit.kind in KINDS]
    dates = dates_of(hits)
    wanted = [hit for hit in hits if since is None or dates[hit.pk][0] > since]
    scores = pair_scorer().score_many(text, [[Evidence(hit.title, passage_of(hit))] for hit in wanted])
    return _newest_first(
        Match(hit, _said(hit, score.evidence_sentence), *dates[hit.pk])
        for hit, score in zip(wanted, scores, strict=True)
        if score.score >= CLEAR
    )


def matches_of_problem(text: str, *, viewer: Viewer, since: datetime | None = None) -> list[Match]:
    """Newest first. Raises SearchUnavailableError when there is no index to judge by."""
    check()
    found = find_for_problem(text, viewer=viewer, kinds=KINDS, limit=PER_KIND)
    items = [item for group in found.values() for item in group if _is_clear(item)]
    dates = dates_of([item.hit for item in items])
    return _newest_first(
        Match(item.hit, item.evidence_sentence, *dates[item.hit.pk])
        for item in items
        if since is None or dates[item.hit.pk][0] > since
    )


def visible_hits(keys: Sequence[str], *, viewer: Viewer) -> dict[str, Hit]:
    """Of these documents those that the viewer may see now, by key."""
    found = [Found(key) for key in keys]
    return {f"{hit.kind}:{hit.pk}": hit for hit in hits_of(visible_rows(viewer, found), "")}


def dates_of(hits: Iterable[Hit]) -> Mapping[int, tuple[datetime, datetime]]:
    """When each was first published and last changed; one query."""
    rows = Page.objects.filter(pk__in={hit.pk for hit in hits if hit.kind is not Kind.PROFILE})
    return {
        pk: (first or LONG_AGO, last or first or LONG_AGO)
        for pk, first, last in rows.values_list("pk", "first_published_at", "last_published_at")
    }


def passage_of(hit: Hit) -> str:
    if hit.passage is None:
        return hit.summary
    return "".join(part.text for part in hit.passage.parts).strip("… ")


def _is_clear(item: ProblemHit) -> bool:
    pair = pair_scorer().score(item.problem_sentence, [Evidence("", item.evidence_sentence)])
    return pair.score >= CLEAR_PAIR


def _said(hit: Hit, sentence: str) -> str:
    """The title says nothing that the reader does not see already."""
    return hit.summary if sentence.rstrip(".") == hit.title.rstrip(".") else sentence


def _newest_first(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (match.published, match.hit.pk), reverse=True)
