"""Two tabs of one owner, or an owner and the night, at the same moment on a saved search."""

from collections.abc import Callable
from typing import Any

import pytest

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedSearch
from search.features.saved_searches.rules import MOST
from search.features.saved_searches.services import (
    NoRoomError,
    change_search,
    delete_search,
    mark_seen,
    pause_search,
    save_search,
    stop_mail,
)
from tests.factories.accounts import UserFactory
from tests.races import at_once, failures

QUERY = "q=jongeren+op+straat"


@pytest.fixture
def owner(committed: None) -> User:
    return UserFactory(role="gemeente")


def save(owner: User, query: str = QUERY) -> SavedSearch:
    return save_search(owner=owner, name="Jongeren", frequency=Frequency.DAILY, query=query)


def change(search: SavedSearch, owner: User) -> Callable[[], Any]:
    return lambda: change_search(search=search, name="Anders", frequency=Frequency.WEEKLY, actor=owner)


def test_same_search_saved_twice_at_once_is_kept_once(owner: User, rounds: range) -> None:
    for _ in rounds:
        assert not failures(at_once(*[lambda: save(owner)] * 2))
        SavedSearch.objects.get().delete()


def test_two_searches_for_the_last_place_keep_one(owner: User, rounds: range) -> None:
    for number in range(MOST - 1):
        save(owner, f"q=vraag+{number}")
    for _ in rounds:
        outcomes = at_once(lambda: save(owner, "q=eerste"), lambda: save(owner, "q=tweede"))
        assert [type(one) for one in failures(outcomes)] == [NoRoomError]
        assert SavedSearch.objects.count() == MOST
        SavedSearch.objects.filter(query__in=["q=eerste", "q=tweede"]).delete()


def test_changed_paused_and_seen_at_once_keep_all_three(owner: User, rounds: range) -> None:
    for _ in rounds:
        search = save(owner)
        outcomes = at_once(
            change(search, owner),
            lambda search=search: pause_search(search=search, paused=True, actor=owner),
            lambda search=search: mark_seen(search=search),
        )
        assert not failures(outcomes)
        now = SavedSearch.objects.get()
        assert (now.name, now.frequency, now.paused) == ("Anders", Frequency.WEEKLY, True)
        assert now.seen_until > search.seen_until
        now.delete()


def test_stopped_twice_at_once_is_one_line_in_the_trail(owner: User, rounds: range) -> None:
    for _ in rounds:
        search = save(owner)
        assert not failures(at_once(*[lambda search=search: stop_mail(search=search)] * 2))
        stopped = events_of(search).filter(action="search.saved_unsubscribed")
        assert stopped.count() == 1
        search.delete()


def test_thrown_away_while_it_is_changed_leaves_nothing_and_no_server_error(
    owner: User, rounds: range
) -> None:
    for _ in rounds:
        search = save(owner)
        outcomes = at_once(
            change(search, owner),
            lambda search=search: delete_search(search=search, actor=owner),
            lambda search=search: delete_search(search=search, actor=owner),
        )
        assert all(isinstance(one, SavedSearch.DoesNotExist) for one in failures(outcomes))
        assert not SavedSearch.objects.exists()
        assert events_of(search).filter(action="search.saved_deleted").count() == 1
