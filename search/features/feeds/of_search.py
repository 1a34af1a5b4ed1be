"""The feed of a search."""

import hashlib
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import conditional_page, require_safe

from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow, visitor_of
from search.errors import SearchUnavailableError
from search.features.clear_matches import Match, matches_of_query, visible_hits
from search.features.feeds.atom import MatchFeed, newest
from search.features.results_page.address import canonical, parse_canonical, query_of
from search.features.results_page.page_query import read_page_query

# Which documents fit is worked out once so often; who may see them is asked every time.
JUDGED_FOR = 30 * 60
JUDGEMENTS_PER_HOUR = 30


class SearchFeed(MatchFeed):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QueryDict:
        return parse_canonical(canonical(request.GET))

    def title(self, obj: QueryDict) -> str:
        return f"Zoekvraag: {query_of(obj)}" if query_of(obj) else "Zoekvraag zonder woorden"

    def subtitle(self, obj: QueryDict) -> str:
        return "Nieuw op Krachtwijken bij deze zoekvraag."

    def link(self, obj: QueryDict) -> str:
        return f"/zoeken/?{obj.urlencode()}"

    def feed_url(self, obj: QueryDict) -> str:
        return f"/zoeken/feed?{obj.urlencode()}"

    def items(self, obj: QueryDict) -> list[Match]:
        hits = visible_hits(find_clear_keys(obj), viewer=AnonymousUser())
        return newest(list(hits.values()))


def find_clear_keys(query: QueryDict) -> list[str]:
    """Keys of the documents that clearly fit, for anybody; [] while there is no index."""
    key = _cache_key(query)
    keys: list[str] | None = cache.get(key)
    if keys is None:
        text = query_of(query)
        try:
            viewer = AnonymousUser()
            filters = read_page_query(query, viewer=viewer).filters
            matches = matches_of_query(text, viewer=viewer, filters=filters) if text else []
        except SearchUnavailableError:
            return []
        keys = [match.key for match in matches]
        cache.set(key, keys, JUDGED_FOR)
    return keys


def _cache_key(query: QueryDict) -> str:
    return f"feed:{hashlib.sha256(query.urlencode().encode()).hexdigest()}"


# Outside a transaction: judging a question for the first time takes a while, and nothing is written.
@transaction.non_atomic_requests
@require_safe
@conditional_page
def search_feed(request: HttpRequest) -> HttpResponse:
    query = parse_canonical(canonical(request.GET))
    if cache.get(_cache_key(query)) is None:
        who = visitor_of(request)
        if not allow(scope="feed", who=who, limit=JUDGEMENTS_PER_HOUR, seconds=3600):
            return too_many_requests(request)
    return SearchFeed()(request)
