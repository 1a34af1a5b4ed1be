"""From step to step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue
from matching.advice.candidates import lock_eligible_people
from matching.models import Decision, SupportRequest
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.rules import is_without_owner, may_handle, works_for
from matching.requests.services.notify import tell_account_manager, tell_gemeente, tell_of_owner
from matching.requests.workflow import ALLOWED, OPEN, WrongStepError, check_step

ENDED_TOPIC = "matching.request_ended"
OWN = "U bent al eigenaar van dit verzoek."
TAKEN = "Iemand anders is al eigenaar van dit verzoek."


@transaction.atomic
def take_request(*, request: SupportRequest, actor: User, tells: bool = True) -> SupportRequest:
    """Somebody at the loket becomes the owner: of what nobody has yet, and of what was left behind by an account that was
    closed or left the loket. Whoever is second hears that it is taken. Without `tells` another mail follows at once."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    before, now = fresh.owner_id, RequestStatus(fresh.status)
    if now is RequestStatus.INGEDIEND:
        move_request(fresh, RequestStatus.IN_BEHANDELING, actor)
    elif not ALLOWED[now]:
        raise WrongStepError(f"Dit kan niet meer: het verzoek is nu '{now.label.lower()}'.")
    elif not is_without_owner(fresh):
        raise WrongStepError(OWN if before == actor.pk else TAKEN)
    fresh.owner = actor
    fresh.save(update_fields=["owner"])
    event = audit.record(
        actor=actor, action="matching.owner", target=fresh, data={"from": before, "to": actor.pk}
    )
    if tells:
        tell_of_owner(fresh, f"taken:{event.pk}")
    return fresh


@transaction.atomic
def decide_request(
    *,
    request: SupportRequest,
    actor: User,
    to: RequestStatus,
    reason: str,
    alternative: str,
    advice: list[dict[str, Any]],
    refusal: RefusalReason = RefusalReason.OTHER,
    what_next: str = "",
) -> Decision:
    """Move on with a reason; the gemeente gets a mail, of an answer with what its kind says of what comes next. Of `advice` only
    the people are kept who may still be asked: whoever withdrew since it was shown leaves no trace in the decision. `refusal` is
    kept of a refusal only."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    move_request(fresh, to, actor)
    eligible = lock_eligible_people([item["key"] for item in advice])
    kept = [item for item in advice if item["key"] in eligible]
    decision = Decision.objects.create(
        request=fresh, to=to, reason=reason, alternative=alternative, advice=kept, by=actor,
        refusal=refusal.value if to is RequestStatus.AFGEWEZEN else "",
    )  # fmt: skip
    if to is RequestStatus.BEANTWOORD:
        what_next = course_of(fresh.kind).letters.answered
    tell_gemeente(
        fresh, f"decision:{decision.pk}", reason=reason, alternative=alternative, what_next=what_next
    )
    return decision


@transaction.atomic
def withdraw_request(*, request: SupportRequest, actor: User) -> SupportRequest:
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    return move_request(lock_request(request), RequestStatus.INGETROKKEN, actor)


def lock_request(request: SupportRequest) -> SupportRequest:
    """As it is now, and for as long as this transaction lasts: of two people one comes second."""
    return SupportRequest.objects.select_for_update().get(pk=request.pk)


def move_request(fresh: SupportRequest, to: RequestStatus, actor: User | None) -> SupportRequest:
    """The one place where the state changes; of a row that is locked."""
    before = RequestStatus(fresh.status)
    check_step(now=before, to=to, kind=fresh.kind)
    fresh.status, fresh.status_since = to, timezone.now()
    fresh.save(update_fields=["status", "status_since"])
    audit.record(
        actor=actor, action="matching.status", target=fresh, data={"from": before.value, "to": to.value}
    )
    if to not in OPEN:
        # Whoever was asked for it hears that it is over; rooms above know who.
        enqueue(ENDED_TOPIC, {"request": fresh.pk}, key=str(fresh.pk))
    if not ALLOWED[to]:
        tell_account_manager(fresh, f"is {to.label.lower()}", "ended", actor=actor)
    return fresh
