"""Counting in working days: Monday to Friday, without the days that the Algemene termijnenwet (article 3) names."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import cast

import numpy as np
from dateutil.easter import easter

# In days from Easter Sunday: Good Friday, Easter Monday, Ascension Day, Whit Monday.
MOVING = (-2, 1, 39, 50)
# New Year's Day, Liberation Day, Christmas and the day after.
FIXED = ((1, 1), (5, 5), (12, 25), (12, 26))
KINGS_DAY = (4, 27)
SUNDAY = 6
# Far around any request that is still counted.
YEARS = range(2000, 2101)


@cache
def holidays_in(year: int) -> frozenset[date]:
    king = date(year, *KINGS_DAY)
    fixed = {date(year, month, day) for month, day in FIXED}
    moving = {easter(year) + timedelta(days=days) for days in MOVING}
    return frozenset(fixed | moving | {king - timedelta(days=king.weekday() == SUNDAY)})


@cache
def _calendar() -> np.busdaycalendar:
    return np.busdaycalendar(holidays=sorted(day for year in YEARS for day in holidays_in(year)))


def working_days_after(begin: date, end: date) -> int:
    """How many working days have begun after this day, up to and including the last."""
    day = timedelta(days=1)
    return int(np.busday_count(begin + day, end + day, busdaycal=_calendar()))


def count_working_days(spans: Iterable[tuple[date, date]]) -> list[int]:
    """The same for many at once."""
    pairs = list(spans)
    if not pairs:
        return []
    begins, ends = (np.array(days, dtype="datetime64[D]") + 1 for days in zip(*pairs, strict=True))
    return [int(number) for number in np.busday_count(begins, ends, busdaycal=_calendar())]


def last_day_of_term(begin: date, days: int) -> date:
    """The working day on which a term of so many working days ends."""
    return _offset(begin, days)


def first_day_in_time(today: date, days: int) -> date:
    """Whatever began before this day is past its term of so many working days."""
    return _offset(today, -days)


def _offset(day: date, days: int) -> date:
    """From the last working day that is not after this day."""
    return cast(date, np.busday_offset(day, days, roll="backward", busdaycal=_calendar()).item())
