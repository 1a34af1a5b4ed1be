"""What a request is late with, and who hears of it after how many working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from krachtwijken.core.working_days import last_day_of_term, working_days_after
from matching.requests.enums import ClockKind, EscalationStep, RequestStatus
from matching.requests.kinds.registry import norm_of
from matching.requests.kinds.types import TAKEN_WITHIN
from matching.requests.lead_times import answered_in_term
from matching.requests.models.request import SupportRequest

# After so many working days past the term; the numbers are a first proposal.
STEPS: dict[ClockKind, dict[EscalationStep, int]] = {
    ClockKind.OWNER: {EscalationStep.DESK: 1, EscalationStep.HEAD: 3},
    ClockKind.ANSWER: {EscalationStep.OWNER: 1, EscalationStep.DEPUTY: 3, EscalationStep.HEAD: 5},
}


@dataclass(frozen=True)
class LateStep:
    clock: ClockKind
    step: EscalationStep
    due: date


def terms_of(request: SupportRequest) -> Iterator[tuple[ClockKind, date]]:
    """The promises that were not kept yet, with their last day: to have an owner, and to answer. What the gemeente opened
    again has the norm of its kind once more, from that day on."""
    asked = timezone.localdate(request.reopened_at or request.created_at)
    if request.status == RequestStatus.INGEDIEND:
        yield ClockKind.OWNER, last_day_of_term(asked, TAKEN_WITHIN)
    elif request.status == RequestStatus.IN_BEHANDELING and not _was_answered(request):
        yield ClockKind.ANSWER, last_day_of_term(asked, norm_of(request.kind).lead)


def _was_answered(request: SupportRequest) -> bool:
    """In the term that runs; a proposal that was refused or taken back was an answer all the same."""
    return SupportRequest.objects.filter(answered_in_term(), pk=request.pk).exists()


def late_steps(request: SupportRequest, *, today: date) -> list[LateStep]:
    """Due by now, the first first; whether they were taken already is another question."""
    return [
        LateStep(clock, step, due)
        for clock, due in terms_of(request)
        for step, days in STEPS[clock].items()
        if due < today and working_days_after(due, today) >= days
    ]
