"""What a request is late with, and who hears of it after how many working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from krachtwijken.core.working_days import last_day_of_term, working_days_after
from matching.requests.enums import ClockKind, EscalationStep, RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.kinds.types import TAKEN_WITHIN
from matching.requests.lead_times import answered_in_term
from matching.requests.models.request import SupportRequest


@dataclass(frozen=True)
class LateStep:
    clock: ClockKind
    step: EscalationStep
    due: date


def owed_words(clock: ClockKind, kind: str) -> str:
    """What the loket has to do before the term, in words that stand within a sentence: of an answer what the kind gives."""
    if clock is ClockKind.ANSWER:
        return f"de gemeente moet {course_of(kind).first_answer} krijgen"
    return str(clock.label).lower()


def terms_of(request: SupportRequest) -> Iterator[tuple[ClockKind, date]]:
    """The promises that were not kept yet, with their last day: to have an owner, and to answer. What the gemeente opened
    again has the norm of its kind once more, from that day on."""
    asked = timezone.localdate(request.reopened_at or request.created_at)
    if request.status == RequestStatus.INGEDIEND:
        yield ClockKind.OWNER, last_day_of_term(asked, TAKEN_WITHIN)
    elif request.status == RequestStatus.IN_BEHANDELING and not _was_answered(request):
        yield ClockKind.ANSWER, last_day_of_term(asked, course_of(request.kind).norm.lead)


def _was_answered(request: SupportRequest) -> bool:
    """In the term that runs; a proposal that was refused or taken back was an answer all the same."""
    return SupportRequest.objects.filter(answered_in_term(), pk=request.pk).exists()


def late_steps(request: SupportRequest, *, today: date) -> list[LateStep]:
    """Due by now, the first first; whether they were taken already is another question."""
    return [
        LateStep(clock, step, due)
        for clock, due in terms_of(request)
        for step, days in course_of(request.kind).terms.late(clock)
        if due < today and working_days_after(due, today) >= days
    ]
