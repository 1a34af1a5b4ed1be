"""The stretch of time that figures are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

PERIODS = (
    ("jaar", "De laatste 12 maanden"), ("halfjaar", "De laatste 6 maanden"), ("kwartaal", "De laatste 3 maanden"),
    ("maand", "De laatste 30 dagen"), ("alles", "Alles"),
)  # fmt: skip
MONTHS = {"jaar": 12, "halfjaar": 6, "kwartaal": 3}
# A drawing of more months says nothing.
MOST_MONTHS = 24


@dataclass(frozen=True)
class Period:
    """From the first day on, that day too; without it everything."""

    code: str
    first: date | None

    @property
    def begin(self) -> datetime | None:
        """In the time of Amsterdam."""
        return timezone.make_aware(datetime.combine(self.first, time.min)) if self.first else None


def period_of(code: str, *, today: date) -> Period:
    """Months are whole: of twelve the present one is the last."""
    if code == "alles":
        return Period(code, None)
    if code == "maand":
        return Period(code, today - timedelta(days=30))
    return Period(code, month_before(today, MONTHS[code] - 1))


def month_before(day: date, months: int) -> date:
    """The first day of a month so many before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def months_until(first: date, today: date) -> Iterator[date]:
    """The first days of the months of a period, the last ones when there are many."""
    start = max(first.replace(day=1), month_before(today, MOST_MONTHS - 1))
    while start <= today:
        yield start
        start = month_before(start, -1)
