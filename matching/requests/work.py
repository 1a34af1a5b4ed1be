"""The work list: what it is narrowed to, and what is past the norm of its kind."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.working_days import count_working_days, first_day_in_time
from matching.models import SupportRequest
from matching.requests.enums import RequestKind, RequestStatus, WaitsFor
from matching.requests.kinds.registry import norm_of
from matching.requests.kinds.types import TAKEN_WITHIN
from matching.requests.lead_times import answered_in_term, first_answer
from matching.requests.selectors import URGENCY_ORDER, counted_requests, left_alone, requests_visible_to
from matching.requests.turns import turns_of, with_turn
from matching.requests.workflow import OPEN

ALL, OPEN_ONES, WITHOUT_OWNER, LATE = "alles", "open", "zonder", "te-laat"
MINE, NOBODY = "mij", "niemand"
NO_KIND = "geen"
# The loket still owes its first answer.
UNANSWERED = (RequestStatus.INGEDIEND, RequestStatus.IN_BEHANDELING)
# A median of fewer would tell of single gemeenten.
ENOUGH_CASES = 5


@dataclass(frozen=True)
class WorkFilters:
    """Each is empty for everything; `status` is one of the words above or a state."""

    status: str = OPEN_ONES
    owner: str = ""
    kind: str = ""
    gemeente: str = ""
    urgency: str = ""
    theme: str = ""
    waits_for: str = ""

    @property
    def narrowed(self) -> int:
        """How many of them say something else than the list begins with."""
        return sum(getattr(self, item.name) != item.default for item in fields(self))


def work_for(viewer: User, filters: WorkFilters) -> QuerySet[SupportRequest]:
    """What is the viewer's own first, then the most urgent, then the longest waiting."""
    mine = Case(When(owner=viewer.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    requests = with_turn.current()(_in_state(requests_visible_to(viewer), filters.status))
    told = SupportRequest.objects.filter(answered_in_term(), pk=OuterRef("pk")).order_by()
    requests = requests.annotate(is_answered=Exists(told.values("pk")))
    if filters.owner == MINE:
        requests = requests.filter(owner=viewer.pk)
    elif filters.owner == NOBODY:
        requests = left_alone(requests)
    if filters.waits_for:
        turns = turns_of(WaitsFor(filters.waits_for))
        requests = requests.filter(turn__in=turns)  # type: ignore[misc] # annotated by with_turn
    if filters.theme:
        requests = requests.filter(themes__includes=filters.theme)
    exact = {
        "kind": "" if filters.kind == NO_KIND else filters.kind or None,
        "gemeente__slug": filters.gemeente or None,
        "urgency": filters.urgency or None,
    }
    requests = requests.filter(**{name: value for name, value in exact.items() if value is not None})
    return requests.order_by(mine, URGENCY_ORDER, "created_at", "pk")


def _in_state(requests: QuerySet[SupportRequest], status: str) -> QuerySet[SupportRequest]:
    if status == ALL:
        return requests
    if status == LATE:
        return requests.filter(late_now(timezone.localdate()))
    if status in RequestStatus.values:
        return requests.filter(status=status)
    requests = requests.filter(status__in=OPEN)
    return left_alone(requests) if status == WITHOUT_OWNER else requests


def late_now(today: date) -> Q:
    """Not taken within two working days, or without an answer within the norm of its kind: since it was asked, or since the
    last time that an answer did not help."""
    late = Q(status=RequestStatus.INGEDIEND, created_at__lt=_morning(first_day_in_time(today, TAKEN_WITHIN)))
    # A proposal that was refused or taken back was an answer all the same.
    answered = Q(pk__in=SupportRequest.objects.filter(answered_in_term()).order_by().values("pk"))
    for kind in ("", *RequestKind.values):
        before = _morning(first_day_in_time(today, norm_of(kind).lead))
        begun = Q(reopened_at=None, created_at__lt=before) | Q(reopened_at__lt=before)
        late |= Q(begun, status__in=UNANSWERED, kind=kind) & ~answered
    return late


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class LeadTime:
    """The working days until the first answer, of so many requests: the one in the middle."""

    median: int
    cases: int


def median_lead_times() -> dict[str, LeadTime]:
    """Per kind, from five cases on; public, so without what is confidential. In one query."""
    asked = counted_requests().order_by().values("pk")
    answered = asked.annotate(answered=first_answer()).exclude(answered=None)
    rows = [
        (kind, timezone.localdate(begun), timezone.localdate(answer))
        for kind, begun, answer in answered.values_list("kind", "created_at", "answered")
    ]
    taken: dict[str, list[int]] = {}
    for (kind, *_), days in zip(
        rows, count_working_days((begin, end) for _, begin, end in rows), strict=True
    ):
        taken.setdefault(kind, []).append(days)
    return {
        kind: LeadTime(median=sorted(days)[(len(days) - 1) // 2], cases=len(days))
        for kind, days in taken.items()
        if len(days) >= ENOUGH_CASES
    }
