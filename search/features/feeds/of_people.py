"""The feed of who is new in the pool, for everybody to see, with the filters of the page of the pool."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from expertpool.directory.appearing import newest_for
from expertpool.directory.selectors import PoolFilters, filter_profiles
from expertpool.enums import ExpertRole, Level, Province
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from search.features.clear_matches import Match
from search.features.feeds.atom import MOST, MatchFeed, newest
from search.retrieval.hydrate import plain_hit
from search.types import Kind

ALL_PEOPLE = "Nieuwe mensen die verder helpen"


class PeopleFeed(MatchFeed):
    subtitle = "Mensen die nieuw in de pool staan en die iedereen mag zien."

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> PoolFilters:
        return PoolFilters.from_query(
            request.GET, problems=ProblemLabel.objects.values_list("code", flat=True)
        )

    def title(self, obj: PoolFilters) -> str:
        about = ", ".join(_names_of(obj))
        return f"{ALL_PEOPLE}: {about}" if about else ALL_PEOPLE

    def link(self, obj: PoolFilters) -> str:
        return f"/pool/{obj.query}"

    def feed_url(self, obj: PoolFilters) -> str:
        return f"/pool/feed{obj.query}"

    def items(self, obj: PoolFilters) -> list[Match]:
        anybody = AnonymousUser()
        profiles = newest_for(anybody, filter_profiles(anybody, obj))[:MOST]
        return newest([plain_hit(Kind.PROFILE, profile) for profile in profiles])


def _names_of(filters: PoolFilters) -> list[str]:
    """What a reader calls that which was chosen."""
    lists = (
        (ThemeCode, filters.theme),
        (Level, filters.level),
        (ExpertRole, filters.role),
        (Province, filters.province),
    )
    problem = ProblemLabel.objects.filter(code=filters.problem).values_list("label", flat=True)
    return [*(str(choices(value).label) for choices, value in lists if value), *problem]


@require_safe
@conditional_page
def people_feed(request: HttpRequest) -> HttpResponse:
    return PeopleFeed()(request)
