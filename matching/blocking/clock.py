"""When the clock of a rule towards its department runs: from the state that says so to the answer, or to another state."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from matching.blocking.models import BlockingRule
from matching.requests.department_clock import usual_answer_day
from matching.requests.enums import RuleState

DAYS = ("department_since", "answer_expected", "department_until")
# A year that is typed wrong lies outside.
LONGEST_AGO, FURTHEST = timedelta(days=3653), timedelta(days=2 * 365 + 1)


def set_clock(fresh: BlockingRule, changes: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """What changes of the clock with these changes: it starts today with the usual term unless they name other days, and
    stops today when the state goes on. Another day for the answer may pass anew."""
    state = changes.get("state", fresh.state)
    since, expected, until = (changes.get(name, getattr(fresh, name)) for name in DAYS)
    if state == RuleState.DEPARTMENT:
        # One that lay there before this clock was made has no day until somebody names it.
        since = since or (fresh.department_since if fresh.state == state else today)
        until = None
    elif since is not None:
        until = until or today
    if since is not None:
        expected = expected or usual_answer_day(since)
    found: dict[str, Any] = {
        "department_since": since,
        "answer_expected": expected,
        "department_until": until,
    }
    if (since, expected) != (fresh.department_since, fresh.answer_expected):
        found["late_told_at"] = None
    return found


def find_clock_mistakes(data: Mapping[str, Any], *, stored: Mapping[str, Any], today: date) -> dict[str, str]:
    """By field, what does not fit together in what somebody typed beside what is stored now."""
    since, expected, until = (data.get(name) for name in DAYS)
    lies_there = data.get("state") == RuleState.DEPARTMENT
    found = {}
    if lies_there and not data.get("department"):
        found["department"] = "Bij welk departement ligt het? Vul dat in."
    if since is not None and not today - LONGEST_AGO <= since <= today:
        found["department_since"] = "Kies vandaag of een dag in de laatste tien jaar."
    lay_there = stored.get("state") == RuleState.DEPARTMENT
    if since is None and lies_there and lay_there and not stored.get("department_since"):
        found["department_since"] = "Sinds wanneer ligt het daar? Vul dat in."
    begin = since or today
    if expected is not None and not begin < expected <= today + FURTHEST:
        found["answer_expected"] = (
            "Kies een dag na de dag waarop het naar het departement ging, binnen twee jaar."
        )
    if until is not None and lies_there:
        found["department_until"] = (
            "Het ligt nog bij het departement. Kies een andere stand, of maak dit leeg."
        )
    elif until is not None and not begin <= until <= today:
        found["department_until"] = (
            "Kies een dag vanaf de dag waarop het naar het departement ging, tot en met vandaag."
        )
    if since is None and not lies_there and (expected or until):
        found["department_since"] = "Vul ook in sinds wanneer het bij het departement lag."
    if since is not None and not data.get("department"):
        found["department"] = "Bij welk departement ligt of lag het? Vul dat in."
    return found
