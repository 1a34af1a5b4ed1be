"""Which night a saved search is looked at."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from krachtwijken.accounts.models import User
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedSearch
from search.features.saved_searches.rules import is_due

NIGHT = date(2026, 3, 10)
MADE = datetime(2026, 3, 3, 12, tzinfo=UTC)


def a_search(**fields: Any) -> SavedSearch:
    owner = User(email="iemand@example.org", is_active=fields.pop("is_active", True))
    return SavedSearch(**{"owner": owner, "frequency": Frequency.WEEKLY, "created_at": MADE, **fields})


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        # A week counts from the making, and then from the last look.
        ({}, True),
        ({"created_at": datetime(2026, 3, 4, 12, tzinfo=UTC)}, False),
        ({"checked_on": date(2026, 3, 3)}, True),
        ({"checked_on": date(2026, 3, 4)}, False),
        ({"created_at": datetime(2026, 3, 9, 12, tzinfo=UTC), "checked_on": date(2026, 3, 3)}, True),
        # Every night, but once.
        ({"frequency": Frequency.DAILY, "created_at": datetime(2026, 3, 9, 12, tzinfo=UTC)}, True),
        ({"frequency": Frequency.DAILY, "checked_on": date(2026, 3, 9)}, True),
        ({"frequency": Frequency.DAILY, "checked_on": NIGHT}, False),
        ({"frequency": Frequency.DAILY, "checked_on": date(2026, 3, 11)}, False),
        ({"frequency": Frequency.NEVER}, False),
        ({"paused": True}, False),
        ({"is_active": False}, False),
    ],
)
def test_search_is_due_when_its_time_has_come_and_somebody_wants_it(
    fields: dict[str, Any], due: bool
) -> None:
    assert is_due(a_search(**fields), night=NIGHT) is due
