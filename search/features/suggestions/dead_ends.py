"""Which suggestions lead somewhere: one that finds nothing for this viewer is not made.

What a question finds is kept for a while; whether the viewer may see it is asked every time.
"""

import hashlib
from collections.abc import Collection, Iterable

from django.core.cache import cache

from knowledge.cases.selectors import cases_visible_to
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from search.retrieval.access import visible_titles
from search.retrieval.find import keys_found

KEPT_FOR = 10 * 60
# Of what a question finds so much is looked at.
LOOKED_AT = 10
# Questions that are asked in a row when nobody asked them before.
MOST_QUESTIONS = 10
UNKNOWN = "unknown"


def questions_with_results(queries: Iterable[str], *, viewer: Viewer) -> set[str]:
    """Of the first MOST_QUESTIONS of these; without an index all of them: then the page of results says so."""
    found = {query: _keys(query, viewer) for query in list(dict.fromkeys(queries))[:MOST_QUESTIONS]}
    keys = {key for kept in found.values() for key in kept if key != UNKNOWN}
    seen = {*visible_titles(viewer, keys), UNKNOWN} if keys else {UNKNOWN}
    return {query for query, kept in found.items() if not seen.isdisjoint(kept)}


def themes_with_cases(codes: Collection[str], *, viewer: Viewer) -> set[str]:
    if not codes:
        return set()
    cases = cases_visible_to(viewer).filter(themes__code__in=codes)
    return set(cases.order_by().values_list("themes__code", flat=True).distinct())


def _keys(query: str, viewer: Viewer) -> list[str]:
    who = "|".join(sorted(audience_terms(viewer)))
    name = f"suggest:{hashlib.sha256(f'{who}:{query}'.encode()).hexdigest()}"
    kept: list[str] | None = cache.get(name)
    if kept is None:
        found = keys_found(query, viewer=viewer, most=LOOKED_AT)
        kept = [UNKNOWN] if found is None else found
        # What found nothing is asked again soon: a page may be on its way into the index.
        cache.set(name, kept, KEPT_FOR if found else 30)
    return kept
