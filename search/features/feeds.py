"""Atom feeds. Whoever asks, they hold what an anonymous visitor may read: a feed is handed on and kept by others."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from knowledge.cases.selectors import cases_visible_to
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.ratelimit import allow
from search.errors import SearchUnavailableError
from search.features.clear_matches import LONG_AGO, Match, dates_of, matches_of_query, visible_hits
from search.features.results_page.address import canonical, parse_canonical, query_of
from search.features.results_page.page_query import read_page_query
from search.retrieval.hydrate import plain_hit
from search.types import Kind

MOST = 30
# Which documents fit is worked out once so often; who may see them is asked every time.
JUDGED_FOR = 30 * 60
JUDGEMENTS_PER_HOUR = 30


class SteadyAtom(Atom1Feed):
    """The same entries give the same bytes: an empty feed is not new every second."""

    def latest_post_date(self) -> datetime:
        dates = [item[name] for item in self.items for name in ("pubdate", "updateddate") if item[name]]
        return max(dates, default=LONG_AGO)


class MatchFeed(Feed[Match, Any]):
    feed_type = SteadyAtom
    language = "nl"

    def items(self, obj: Any) -> list[Match]:
        raise NotImplementedError

    def item_title(self, item: Match) -> str:
        return item.hit.title

    def item_description(self, item: Match) -> str:
        """Atom calls a summary HTML; ours is plain text."""
        return escape(item.hit.summary)

    def item_link(self, item: Match) -> str:
        return item.hit.url

    def item_guid(self, item: Match) -> str:
        """Stays the same when the address or title changes (RFC 4151)."""
        return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{item.hit.kind}:{item.hit.pk}"

    def item_pubdate(self, item: Match) -> datetime:
        return item.published

    def item_updateddate(self, item: Match) -> datetime:
        return item.changed

    def item_categories(self, item: Match) -> tuple[str, ...]:
        return (item.hit.kind_label,)

    def item_author_name(self, item: Match) -> str:
        return "Krachtwijken"


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
        hits = visible_hits(judged(obj), viewer=AnonymousUser())
        return _newest(list(hits.values()))


class CaseFeed(MatchFeed):
    title = "Nieuwe aanpakken en experimenten"
    subtitle = "Wat gemeenten en kenniscentra op Krachtwijken delen."
    link = "/kennis/"
    feed_url = "/kennis/feed"

    def items(self, obj: Any) -> list[Match]:
        cases = cases_visible_to(AnonymousUser()).order_by("-first_published_at", "-pk")
        return _newest(
            [plain_hit(Kind.CASE, case) for case in cases.prefetch_related("wijken__gemeente")[:MOST]]
        )


def judged(query: QueryDict) -> list[str]:
    """Keys of the documents that clearly fit, for anybody; [] while there is no index."""
    key = _cache_key(query)
    keys: list[str] | None = cache.get(key)
    if keys is None:
        text = query_of(query)
        try:
            viewer = AnonymousUser()
            filters = read_page_query(query, viewer=viewer).filters
            found = matches_of_query(text, viewer=viewer, filters=filters) if text else []
        except SearchUnavailableError:
            return []
        keys = [match.key for match in found]
        cache.set(key, keys, JUDGED_FOR)
    return keys


def _cache_key(query: QueryDict) -> str:
    return f"feed:{hashlib.sha256(query.urlencode().encode()).hexdigest()}"


def _newest(hits: list[Any]) -> list[Match]:
    dates = dates_of(hits)
    matches = [Match(hit, "", *dates[hit.pk]) for hit in hits]
    return sorted(matches, key=lambda match: (match.published, match.hit.pk), reverse=True)[:MOST]


# Outside a transaction: judging a question for the first time takes a while, and nothing is written.
@transaction.non_atomic_requests
@require_safe
@conditional_page
def search_feed(request: HttpRequest) -> HttpResponse:
    query = parse_canonical(canonical(request.GET))
    if cache.get(_cache_key(query)) is None:
        who = request.META.get("REMOTE_ADDR", "")
        if not allow(scope="feed", who=who, limit=JUDGEMENTS_PER_HOUR, seconds=3600):
            return too_many_requests(request)
    return SearchFeed()(request)


@require_safe
@conditional_page
def case_feed(request: HttpRequest) -> HttpResponse:
    return CaseFeed()(request)
