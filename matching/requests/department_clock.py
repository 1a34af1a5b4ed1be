"""The clock of a rule that blocks: how long it lies at a department, and how much past the day of the answer."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from krachtwijken.core.working_days import last_day_of_term, working_days_after

# Working days in which a department is expected to answer, when the loket names no other day. A first proposal.
DEPARTMENT_TERM = 30


@dataclass(frozen=True)
class DepartmentClock:
    """Stands still from `until` on: the department answered, or the dossier went on without."""

    department: str
    since: date
    answer_by: date
    until: date | None

    @property
    def days_over(self) -> int:
        """Working days past the day of the answer, up to today or up to the day on which it stopped."""
        last = self.until or timezone.localdate()
        return working_days_after(self.answer_by, last) if last > self.answer_by else 0

    @property
    def days_taken(self) -> int:
        last = self.until or timezone.localdate()
        return working_days_after(self.since, last) if last > self.since else 0


def clock_from(
    department: str | None, since: date | None, answer_by: date | None, until: date | None
) -> DepartmentClock | None:
    """None of what was never put to a department on a day that is known."""
    if not department or since is None or answer_by is None:
        return None
    return DepartmentClock(department, since, answer_by, until)


def usual_answer_day(since: date) -> date:
    return last_day_of_term(since, DEPARTMENT_TERM)
