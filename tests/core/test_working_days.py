"""Working days without weekends and Dutch holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krachtwijken.core.working_days import (
    count_working_days,
    first_day_in_time,
    holidays_in,
    last_day_of_term,
    working_days_after,
)

DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2090, 12, 31))


def test_holidays_are_those_of_the_law() -> None:
    # 27 April 2025 is a Sunday: then the king's day is the day before.
    assert sorted(holidays_in(2025)) == [
        date(2025, 1, 1), date(2025, 4, 18), date(2025, 4, 21), date(2025, 4, 26), date(2025, 5, 5), date(2025, 5, 29),
        date(2025, 6, 9), date(2025, 12, 25), date(2025, 12, 26),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        pytest.param(date(2026, 11, 27), date(2026, 11, 30), 1, id="friday to monday"),
        pytest.param(date(2026, 11, 28), date(2026, 11, 29), 0, id="in a weekend"),
        pytest.param(date(2026, 12, 24), date(2026, 12, 28), 1, id="over christmas"),
        pytest.param(date(2026, 5, 4), date(2026, 5, 6), 1, id="over liberation day"),
        pytest.param(date(2026, 11, 30), date(2026, 11, 30), 0, id="the same day"),
    ],
)
def test_day_of_the_beginning_does_not_count(begin: date, end: date, days: int) -> None:
    assert working_days_after(begin, end) == days
    assert count_working_days([(begin, end)]) == [days]


def test_nothing_to_count() -> None:
    assert count_working_days([]) == []


@given(begin=DAYS, term=st.integers(0, 60), waited=st.integers(0, 120))
def test_list_and_row_agree_on_what_is_late(begin: date, term: int, waited: int) -> None:
    today = begin + timedelta(days=waited)
    late = working_days_after(last_day_of_term(begin, term), today) > 0
    assert (begin < first_day_in_time(today, term)) is late
