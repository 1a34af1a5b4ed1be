"""Atom feeds. Whoever asks, they hold what an anonymous visitor may read: a feed is handed on and kept by others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from krachtwijken.core.text import without_control_characters
from search.features.clear_matches import LONG_AGO, Match, dates_of, newest_first
from search.types import Hit

MOST = 30


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


def newest(hits: Sequence[Hit]) -> list[Match]:
    """At most MOST; what is not there for anybody yet is left out."""
    dates = dates_of(hits, viewer=AnonymousUser())
    return newest_first(Match(hit, "", *dates[hit.key]) for hit in hits if hit.key in dates)[:MOST]
