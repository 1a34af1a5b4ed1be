"""What the work list shows of a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Gemeente
from krachtwijken.core.working_days import last_day_of_term, working_days_after
from matching.models import SupportRequest
from matching.requests import work
from matching.requests.enums import RequestKind, RequestStatus, Urgency, WaitsFor
from matching.requests.kinds.registry import norm_of
from matching.requests.kinds.types import TAKEN_WITHIN
from matching.requests.rules import is_without_owner
from matching.requests.turns import who_is_next, why_next

Options = list[tuple[str, str]]
UNCHOSEN = ("", "Alles")


@dataclass(frozen=True)
class WorkRow:
    """`waits_for` and by what fact, both empty for what is done; `late` in working days, 0 while in time; `due` is the day
    of the norm, None once the loket answered."""

    request: SupportRequest
    waits_for: str
    why: str
    due: date | None
    late: int
    is_takable: bool


def rows_of(requests: Iterable[SupportRequest]) -> list[WorkRow]:
    today = timezone.localdate()
    return [_row(request, today) for request in requests]


def _row(request: SupportRequest, today: date) -> WorkRow:
    due = _due(request)
    # Annotated by the query of the list.
    return WorkRow(
        request=request,
        waits_for=who_is_next(request),
        why=why_next(request),
        due=due,
        late=max(0, working_days_after(due, today)) if due else 0,
        is_takable=request.is_open and is_without_owner(request),
    )


def _due(request: SupportRequest) -> date | None:
    """The first promise that was not kept yet: to have an owner, then to answer."""
    # Annotated by the query of the list, as the turn is.
    if request.status not in work.UNANSWERED or getattr(request, "is_answered", False):
        return None
    lead = norm_of(request.kind).lead
    if request.status == RequestStatus.INGEDIEND:
        lead = min(lead, TAKEN_WITHIN)
    return last_day_of_term(timezone.localdate(request.reopened_at or request.created_at), lead)


def choices_of(gemeenten: QuerySet[Gemeente]) -> dict[str, tuple[str, Options]]:
    """Name of a filter -> its label and options, in the order of the page."""
    return {
        "status": ("Stand", [
            (work.OPEN_ONES, "Alles wat open staat"), (work.LATE, "Te laat"),
            (work.WITHOUT_OWNER, "Open, zonder eigenaar"), (work.ALL, "Alles"), *RequestStatus.choices,
        ]),
        "owner": ("Eigenaar", [UNCHOSEN, (work.MINE, "Ik"), (work.NOBODY, "Niemand")]),
        "waits_for": ("Wacht op", [UNCHOSEN, *WaitsFor.choices]),
        "urgency": ("Haast", [UNCHOSEN, *Urgency.choices]),
        "kind": ("Soort", [UNCHOSEN, (work.NO_KIND, "Nog te kiezen"), *RequestKind.choices]),
        "theme": ("Thema", [UNCHOSEN, *ThemeCode.choices]),
        "gemeente": ("Gemeente", [UNCHOSEN, *gemeenten.values_list("slug", "name")]),
    }  # fmt: skip


# Name of a filter -> its name in the address.
PARAMETERS = {
    "status": "stand", "owner": "eigenaar", "waits_for": "wacht", "urgency": "haast", "kind": "soort",
    "theme": "thema", "gemeente": "gemeente",
}  # fmt: skip
