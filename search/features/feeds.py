"""Atom feeds. Whoever asks, they hold what an anonymous visitor may read: a feed is handed on and kept by others."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from knowledge.cases.filters import CaseFilters
from knowledge.cases.selectors import filter_cases
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.models import ProblemLabel, Theme, Wijk
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.text import without_control_characters
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
ALL_CASES = "Nieuwe aanpakken en experimenten"


class SteadyAtom(Atom1Feed):
    """The same entries give the same bytes: an empty feed is not new every second."""

    def latest_post_date(self) -> datetime:
        dates = [item[name] for item in self.items for name in ("pubdate", "updateddate") if item[name]]
        return max(dates, default=LONG_AGO)

    def add_item(self, title: str, link: str, description: str, *args: Any, **fields: Any) -> None:
        """XML cannot hold a control character, and what is in the database may be older than the rule on saving."""
        title, link, description = map(without_control_characters, (title, link, description))
        super().add_item(title, link, description, *args, **fields)


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
        hits = visible_hits(find_clear_keys(obj), viewer=AnonymousUser())
        return _newest(list(hits.values()))


class CaseFeed(MatchFeed):
    """Of everything, or of what the filters of the list let through: a theme, a wijk, a problem."""

    subtitle = "Wat gemeenten en kenniscentra op Krachtwijken delen."

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> CaseFilters:
        return CaseFilters.from_query(request.GET)

    def title(self, obj: CaseFilters) -> str:
        about = _names_of(obj)
        return f"{ALL_CASES}: {about}" if about else ALL_CASES

    def link(self, obj: CaseFilters) -> str:
        return f"/kennis/{_query_of(obj)}"

    def feed_url(self, obj: CaseFilters) -> str:
        return f"/kennis/feed{_query_of(obj)}"

    def items(self, obj: CaseFilters) -> list[Match]:
        cases = filter_cases(AnonymousUser(), obj).order_by("-first_published_at", "-pk")
        return _newest([plain_hit(Kind.CASE, case) for case in cases[:MOST]])


def _query_of(filters: CaseFilters) -> str:
    """Always in the same order, whatever the order of the address."""
    return f"?{urlencode(filters.chosen, doseq=True)}" if filters else ""


def _names_of(filters: CaseFilters) -> str:
    """What a reader calls the themes, problems and wijken that were chosen; unknown ones are left out."""
    chosen = filters.chosen
    names = [
        *Theme.objects.filter(code__in=chosen.get("thema", ())).values_list("name", flat=True),
        *ProblemLabel.objects.filter(code__in=chosen.get("probleem", ())).values_list("label", flat=True),
        *Wijk.objects.filter(slug__in=chosen.get("wijk", ())).values_list("name", flat=True),
    ]
    return ", ".join(names)


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
        who = visitor_of(request)
        if not allow(scope="feed", who=who, limit=JUDGEMENTS_PER_HOUR, seconds=3600):
            return too_many_requests(request)
    return SearchFeed()(request)


@require_safe
@conditional_page
def case_feed(request: HttpRequest) -> HttpResponse:
    return CaseFeed()(request)
