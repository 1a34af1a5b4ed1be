"""The figures themselves. Each asks the same few questions for ten requests and for ten thousand."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from expertpool.enums import Level
from expertpool.grid.selectors import GridCell
from krachtwijken.accounts.models import User
from krachtwijken.core.discovery import unanswered_searches
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.working_days import count_working_days
from matching.closing.enums import Degree
from matching.engagements.enums import DeclineCode, InvitationState
from matching.models import ClosingAnswer, Decision, FollowUp, Invitation, SupportRequest
from matching.requests.enums import KIND_OPEN, RefusalReason, RequestKind, RequestStatus
from matching.requests.kinds.registry import norm_of
from matching.requests.lead_times import first_answer
from matching.requests.selectors import count_open_by_problem
from matching.requests.work import late_now
from matching.requests.workflow import OPEN
from matching.steering.periods import Period, months_until

Count_ = tuple[str, int]
MOST_PROBLEMS = 15


class Moment(NamedTuple):
    """The days of one request in Amsterdam: when it came in, and its first answer."""

    kind: str
    asked: date
    answered: date | None


@dataclass(frozen=True)
class KindTimes:
    """In working days until the first answer. `late` took longer than the norm."""

    label: str
    norm: int
    cases: int
    median: int
    p90: int
    late: int


@dataclass(frozen=True)
class OwnerLoad:
    name: str
    open: int
    late: int


@dataclass(frozen=True)
class ProblemDemand:
    """`free` how many people of the pool have time for its theme, on any level; None for a problem without a theme."""

    label: str
    theme: str
    requests: int
    searches: int
    free: int | None


def requests_of_period(period: Period) -> QuerySet[SupportRequest]:
    """Those that came in during it."""
    begin = period.begin
    return SupportRequest.objects.filter(created_at__gte=begin) if begin else SupportRequest.objects.all()


def read_moments(period: Period) -> list[Moment]:
    """Of everything that came in during it; in one query."""
    zone = timezone.get_current_timezone()
    rows = requests_of_period(period).order_by().values("pk").annotate(answered=first_answer())
    return [
        Moment(kind, asked.astimezone(zone).date(), answer.astimezone(zone).date() if answer else None)
        for kind, asked, answer in rows.values_list("kind", "created_at", "answered")
    ]


def count_inflow(moments: Iterable[Moment], period: Period, *, today: date) -> list[tuple[date, int]]:
    """By month, the empty ones too."""
    counts = Counter(moment.asked.replace(day=1) for moment in moments)
    first = period.first or min(counts, default=today)
    return [(month, counts[month]) for month in months_until(first, today)]


def times_by_kind(moments: Iterable[Moment]) -> list[KindTimes]:
    """Of what was answered, in the order of the kinds."""
    spans = [(moment.kind, moment.asked, moment.answered) for moment in moments if moment.answered]
    numbers = count_working_days((asked, answered) for _, asked, answered in spans)
    taken: dict[str, list[int]] = {}
    for (kind, _, _), days in zip(spans, numbers, strict=True):
        taken.setdefault(kind, []).append(days)
    return [_times(kind, sorted(taken[kind])) for kind in ["", *RequestKind.values] if kind in taken]


def _times(kind: str, days: list[int]) -> KindTimes:
    norm = norm_of(kind).lead
    label = str(RequestKind(kind).label) if kind else KIND_OPEN
    late = sum(number > norm for number in days)
    return KindTimes(label, norm, len(days), nearest_rank(days, 50), nearest_rank(days, 90), late)


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """The value that so many percent do not go over; of an even number the lower middle one."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def load_by_owner(*, today: date) -> list[OwnerLoad]:
    """Of what is open now, most first; without an owner is a row too."""
    rows = (
        SupportRequest.objects.filter(status__in=OPEN).order_by().values_list("owner")
        .annotate(open=Count("pk"), late=Count("pk", filter=late_now(today)))
    )  # fmt: skip
    counts = list(rows)
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[pk for pk, _, _ in counts if pk])}
    loads = [OwnerLoad(names.get(pk, "Niemand"), number, late) for pk, number, late in counts]
    return sorted(loads, key=lambda load: (-load.open, load.name))


def demand_by_problem(grid: Iterable[Sequence[GridCell]]) -> list[ProblemDemand]:
    """What is asked most, with what is searched in vain, beside who has time for its theme."""
    requests, searches = count_open_by_problem(), unanswered_searches.current()()
    free: Counter[str] = Counter()
    for row in grid:
        for cell in row:
            free[cell.theme.value] += max(0, cell.free)
    labels = ProblemLabel.objects.select_related("theme").filter(pk__in={*requests, *searches})
    found = [_demand(label, requests, searches, free) for label in labels]
    return sorted(found, key=lambda row: (-row.requests, -row.searches, row.label))[:MOST_PROBLEMS]


def _demand(
    label: ProblemLabel, requests: Mapping[str, int], searches: Mapping[str, int], free: Mapping[str, int]
) -> ProblemDemand:
    code = label.theme.code if label.theme else ""
    return ProblemDemand(
        label.label, str(ThemeCode(code).label) if code else "", requests.get(label.pk, 0),
        searches.get(label.pk, 0), free.get(code, 0) if code else None,
    )  # fmt: skip


def count_states(period: Period) -> list[Count_]:
    counted = dict(requests_of_period(period).order_by().values_list("status").annotate(Count("pk")))
    return [(str(status.label), counted.get(status.value, 0)) for status in RequestStatus]


def count_verdicts(period: Period) -> list[tuple[str, list[Count_]]]:
    """What both sides said at the end, and the gemeente later on; with how many are silent."""
    asked = requests_of_period(period).order_by().values("pk")
    answers = ClosingAnswer.objects.filter(request__in=asked).order_by()
    later = FollowUp.objects.filter(request__in=asked).exclude(asked_at=None).order_by()
    counted = later.aggregate(
        silent=Count("pk", filter=Q(answered_at=None)), **_degrees("reached", Q(answered_at__isnull=False))
    )
    at_end = answers.aggregate(**_degrees("helped", Q()))
    return [
        ("Heeft de hulp geholpen?", _told(at_end.get)),
        ("Na 6 en 12 maanden: doelen gehaald?", [*_told(counted.get), ("Geen antwoord", counted["silent"])]),
    ]


def _degrees(field: str, given: Q) -> dict[str, Count]:
    return {f"is_{one.name}": Count("pk", filter=given & Q(**{field: one.value})) for one in Degree}


def _told(count_of: Callable[[str], int | None]) -> list[Count_]:
    return [(str(one.label), count_of(f"is_{one.name}") or 0) for one in Degree]


def count_refusals(period: Period) -> list[Count_]:
    """Why people of the pool said no; the loket refuses in words, which stand with each request."""
    begin = period.begin
    said_no = Invitation.objects.filter(state=InvitationState.DECLINED)
    if begin:
        said_no = said_no.filter(state_since__gte=begin)
    counted = dict(said_no.order_by().values_list("decline_code").annotate(Count("pk")))
    return [(str(code.label), counted.get(code.value, 0)) for code in DeclineCode]


def count_refused_by_kind(period: Period) -> list[Count_]:
    refused = requests_of_period(period).filter(status=RequestStatus.AFGEWEZEN)
    counted = dict(refused.order_by().values_list("kind").annotate(Count("pk")))
    kinds = [("", KIND_OPEN), *((kind.value, str(kind.label)) for kind in RequestKind)]
    return [(label, counted[kind]) for kind, label in kinds if kind in counted]


def last_refusal() -> Subquery:
    """The code of the last refusal of a request, if it has one."""
    decided = Decision.objects.filter(request=OuterRef("pk"), to=RequestStatus.AFGEWEZEN)
    return Subquery(decided.order_by("-at", "-pk").values("refusal")[:1])


def count_refusal_reasons(period: Period) -> list[Count_]:
    """Why the loket said no; of a request that was refused twice the last counts. Before there was a list of reasons there was
    none."""
    refused = requests_of_period(period).filter(status=RequestStatus.AFGEWEZEN)
    coded = refused.annotate(code=last_refusal()).order_by()
    counted = Counter(code or "" for code in coded.values_list("code", flat=True))
    rows = [(str(reason.label), counted[reason.value]) for reason in RefusalReason]
    return [*rows, *([("Zonder reden uit de lijst", counted[""])] if counted[""] else [])]


def last_refusals(period: Period, most: int = 10) -> list[SupportRequest]:
    """With `reason`, in the words of the loket."""
    refused = requests_of_period(period).filter(status=RequestStatus.AFGEWEZEN).select_related("gemeente")
    rows = list(refused.prefetch_related("decisions").order_by("-status_since")[:most])
    for row in rows:
        decisions = [one for one in row.decisions.all() if one.to == RequestStatus.AFGEWEZEN]
        row.reason = decisions[-1].reason if decisions else ""  # type: ignore[attr-defined]
    return rows


def demand_of_levels(grid: Iterable[Sequence[GridCell]]) -> list[tuple[Level, list[GridCell]]]:
    return [(row[0].level, list(row)) for row in grid]
