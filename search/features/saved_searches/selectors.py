"""Reads of saved searches. Only the owner sees them; the finds are those that the owner may see now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from search.features.clear_matches import Match, matches_of_problem, matches_of_query
from search.features.results_page.address import describe_filters, parse_canonical, query_of
from search.features.results_page.page_query import read_page_query
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.rules import MOST, is_due, may_save


@dataclass(frozen=True)
class Shown:
    """A saved search in words."""

    search: SavedSearch
    words: str
    filters: list[tuple[str, str]]
    address: str


def saved_visible_to(viewer: Viewer) -> QuerySet[SavedSearch]:
    if not may_save(viewer):
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(owner=viewer.pk)


def describe_search(search: SavedSearch) -> Shown:
    if search.problem:
        return Shown(search, search.problem, [], "")
    words = query_of(parse_canonical(search.query))
    return Shown(search, words, describe_filters(search.query), f"/zoeken/?{search.query}")


def room_left(viewer: Viewer) -> int:
    return max(0, MOST - saved_visible_to(viewer).count())


def due(*, night: date) -> Iterator[SavedSearch]:
    """Those to look at this night, of people whose account is active."""
    waiting = SavedSearch.objects.filter(paused=False, owner__is_active=True).exclude(
        frequency=Frequency.NEVER
    )
    waiting = waiting.filter(Q(checked_on=None) | Q(checked_on__lt=night)).select_related("owner")
    return (search for search in waiting.iterator() if is_due(search, night=night))


def owners_to_tell(found: Collection[int]) -> QuerySet[User]:
    """People of whom something was judged now, or whom an earlier mail did not reach."""
    waiting = SavedFind.objects.filter(mailed_at=None).values("search__owner")
    return User.objects.filter(Q(pk__in=found) | Q(pk__in=waiting), is_active=True)


def published_since(search: SavedSearch, *, viewer: Viewer, since: datetime) -> list[Match]:
    """What clearly fits and appeared after `since`, newest first.

    Raises SearchUnavailableError when there is no index to judge by.
    """
    if search.problem:
        return matches_of_problem(search.problem, viewer=viewer, since=since)
    query = parse_canonical(search.query)
    return matches_of_query(
        query_of(query), viewer=viewer, filters=read_page_query(query, viewer=viewer).filters, since=since
    )
