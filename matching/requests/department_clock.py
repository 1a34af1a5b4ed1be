"""The two clocks of a rule that blocks: by when the loket lays it before a department, and how long it lies there, and how
much past the day of the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from krachtwijken.core.working_days import last_day_of_term, working_days_after
from matching.requests.enums import RuleState

# Working days in which a department is expected to answer, when the loket names no other day. A first proposal.
DEPARTMENT_TERM = 30
# Working days in which the loket lays a rule of three gemeenten before a department, or answers itself. A first proposal.
OWN_TERM = 10
# Nothing was done with it yet but reading.
WAITS_FOR_LOKET = (RuleState.REPORTED, RuleState.EXPLAINED)
ANSWERED = "Beantwoord"


@dataclass(frozen=True)
class OwnClock:
    """Runs until the loket laid it before a department, answered who reported it, or said how it stands."""

    since: date
    lay_by: date

    @property
    def days_over(self) -> int:
        today = timezone.localdate()
        return working_days_after(self.lay_by, today) if today > self.lay_by else 0


def own_clock_from(
    state: str | None,
    since: date | None,
    lay_by: date | None,
    laid_on: date | None,
    answered: datetime | None,
) -> OwnClock | None:
    """None of what does not wait for the loket any more, or not yet."""
    if state not in WAITS_FOR_LOKET or laid_on is not None or answered is not None:
        return None
    return OwnClock(since, lay_by) if since is not None and lay_by is not None else None


def words_of_state(state: str | None, answered: datetime | None) -> str:
    """Of what the loket had only read, that who reported it has an answer says more; empty of what is in no dossier."""
    if not state:
        return ""
    return ANSWERED if answered is not None and state in WAITS_FOR_LOKET else str(RuleState(state).label)


def own_answer_day(since: date) -> date:
    return last_day_of_term(since, OWN_TERM)


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
