"""What a saved search keeps of being paused, changed and stopped."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedSearch
from search.features.saved_searches.services import pause_search, stop_mail

LATER = datetime(2027, 3, 10, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_after_a_pause_it_follows_from_then_on_and_not_what_appeared_meanwhile(
    saved: SavedSearch, owner: User
) -> None:
    before = saved.follows_from
    with time_machine.travel(LATER, tick=False):
        paused = pause_search(search=saved, paused=True, actor=owner)
        assert (paused.paused, paused.follows_from) == (True, before)
    with time_machine.travel(LATER + timedelta(days=30), tick=False):
        pause_search(search=saved, paused=False, actor=owner)
    now = SavedSearch.objects.get()
    assert (now.paused, now.follows_from) == (False, LATER + timedelta(days=30))


def test_paused_twice_is_one_line_and_moves_nothing(saved: SavedSearch, owner: User) -> None:
    pause_search(search=saved, paused=False, actor=owner)
    assert SavedSearch.objects.get().follows_from == saved.follows_from
    for _ in range(2):
        pause_search(search=saved, paused=True, actor=owner)
    lines = [event for event in events_of(saved) if event.action == "search.saved_paused"]
    assert [line.data for line in lines] == [{"paused": True}]


def test_mail_that_is_stopped_leaves_the_search_itself(saved: SavedSearch) -> None:
    stop_mail(search=saved)
    now = SavedSearch.objects.get()
    assert (now.frequency, now.name, now.paused) == (Frequency.NEVER, saved.name, False)
