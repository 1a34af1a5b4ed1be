"""Without an index: cases with one of the words in title or summary, straight from the database."""

from django.db.models import Case, Value, When
from django.db.models.expressions import Combinable

from knowledge.cases.selectors import cases_visible_to
from krachtwijken.accounts.types import Viewer
from search.retrieval.hydrate import plain_hit
from search.types import Kind, SearchResults

# More words than this of a long question do not make the list better.
MOST_WORDS = 8
WORTH = (("title", 2), ("summary", 1))


def find_by_titles(text: str, *, viewer: Viewer, most: int, limit: int, offset: int) -> SearchResults:
    """Cases with most of the words come first, a word in the title counting twice; the newest of equals first."""
    words = list(dict.fromkeys(word for word in text.lower().split() if len(word) > 3))[:MOST_WORDS]
    if not words:
        return SearchResults([], 0, [], degraded=True)
    points: Combinable = Value(0)
    for word in words:
        for field, worth in WORTH:
            points += Case(When(**{f"{field}__icontains": word}, then=Value(worth)), default=Value(0))
    cases = list(
        cases_visible_to(viewer)
        .annotate(points=points)
        .filter(points__gt=0)
        .order_by("-points", "-first_published_at", "sort_title")
        .prefetch_related("wijken__gemeente")[:most]
    )
    hits = [plain_hit(Kind.CASE, case) for case in cases[offset : offset + limit]]
    return SearchResults(hits, len(cases), [], degraded=True)
