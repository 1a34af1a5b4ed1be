"""What somebody finds on the site of a test, and what the index behind it holds."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group

from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import LOGGED_IN, PUBLIC
from search import api
from search.stores.search_index import SearchIndex
from search.types import Kind, SearchFilters

VISITOR = AnonymousUser()
Drain = Callable[[], int]


def found(query: str, viewer: Any = VISITOR, **filters: Any) -> list[str]:
    """Titles, after a look at whether total and counts agree with them."""
    results = api.find(query, viewer=viewer, filters=SearchFilters(**filters), limit=100)
    assert not results.degraded
    assert results.total == len(results.hits)
    kinds = next(group for group in results.facets if group.name == "soort")
    assert sum(option.count for option in kinds.options) == results.total or filters
    return [hit.title for hit in results.hits]


def in_index(engine: SearchIndex, page: Any, kind: Kind = Kind.CASE) -> bool:
    return f"{kind}:{page.pk}" in engine.document_keys()


def group_keys() -> set[int]:
    """Groups that exist, and those beside them in number: one that was deleted may not stay in the index."""
    known = set(Group.objects.values_list("pk", flat=True))
    return {near for pk in known for near in (pk - 1, pk, pk + 1)}


def audience_in_index(engine: SearchIndex, key: str) -> set[str]:
    """Which words of an audience, each alone, let the index give this document."""
    text = " ".join(f"{passage.heading} {passage.text}" for passage in engine.store.passages_of(key))
    words = {PUBLIC, LOGGED_IN, *(f"role:{role}" for role in Role), *(f"group:{pk}" for pk in group_keys())}
    found = {
        word: engine.search(
            text, audience=frozenset({word}), filters=SearchFilters(), counted=False
        ).documents
        for word in words
    }
    return {word for word, items in found.items() if key in {item.key for item in items}}
