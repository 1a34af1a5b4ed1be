"""At night: who is told that a request is late. And who owns a request, and stands in."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.versions import refuse_stale
from matching.models import Escalation, SupportRequest
from matching.requests.clock import LateStep, late_steps, owed_words
from matching.requests.enums import EscalationStep
from matching.requests.rules import may_handle
from matching.requests.selectors import late_requests, owners_of
from matching.requests.services.notify import find_desk, queue_about, tell_account_manager, tell_of_owner
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

NOT_OPEN = "Dit verzoek loopt niet meer."
NO_COLLEAGUE = "Kies iemand die bij het loket werkt."


@nightly("matching.escalation")
def escalate_late_requests() -> None:
    """Repeatable: each step once, each request in a transaction of its own."""
    today = timezone.localdate()
    run_one_by_one(
        late_requests(today), lambda pk: escalate_request(pk=pk, today=today), name="matching.escalation"
    )


@transaction.atomic
def escalate_request(*, pk: int, today: date) -> int:
    """Repeatable: each step once a term. How many were taken now."""
    fresh = SupportRequest.objects.select_for_update().get(pk=pk)
    taken = set(fresh.escalations.filter(term=fresh.times_reopened).values_list("clock", "step"))
    due = [late for late in late_steps(fresh, today=today) if (late.clock, late.step) not in taken]
    for late in due:
        Escalation.objects.create(
            request=fresh, clock=late.clock, step=late.step, due=late.due, term=fresh.times_reopened
        )
        audit.record(
            actor=None, action="matching.escalated", target=fresh,
            data={"clock": late.clock.value, "step": late.step.value, "term": fresh.times_reopened},
        )  # fmt: skip
        _tell(fresh, late)
    # Once a clock and a term, with its first step.
    for clock in sorted({late.clock for late in due} - {clock for clock, _ in taken}):
        key = f"late:{clock}:{fresh.times_reopened}"
        tell_account_manager(fresh, "is te laat", key, actor=None)
    return len(due)


@transaction.atomic
def assign_owner(
    *, request: SupportRequest, actor: User, owner: User, deputy: User | None, seen: str = ""
) -> SupportRequest:
    """Repeatable: what it is already changes nothing. The gemeente hears of another owner, the two of their part.
    `seen` is the mark of the form; raises ChangedMeanwhileError."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    if not fresh.is_open:
        raise WrongStepError(NOT_OPEN)
    if not all(may_handle(person) for person in (owner, *([deputy] if deputy else []))):
        raise WrongStepError(NO_COLLEAGUE)
    before = (fresh.owner_id, fresh.deputy_id)
    now = (owner.pk, deputy.pk if deputy else None)
    if before == now:
        return fresh
    refuse_stale(
        seen=seen, now=owners_of(fresh), wanted={"owner": owner.pk, "deputy": deputy.pk if deputy else None}
    )
    fresh.owner, fresh.deputy = owner, deputy
    fresh.save(update_fields=["owner", "deputy"])
    action = "matching.deputy" if before[0] == now[0] else "matching.owner"
    event = audit.record(
        actor=actor, action=action, target=fresh, data={"from": before[0], "to": now[0], "deputy": now[1]}
    )
    for person in [one for one in (owner, deputy) if one is not None and one.pk != actor.pk]:
        queue_about(person.email, "mail/loket_assigned.txt", fresh, f"assigned:{event.pk}:{person.pk}")
    if before[0] != now[0]:
        tell_of_owner(fresh, f"taken:{event.pk}")
    return fresh


def _tell(request: SupportRequest, late: LateStep) -> None:
    # A mail has a key of its own for each term: what was told of an earlier one is no reason to be silent.
    again = f":{request.times_reopened}" if request.times_reopened else ""
    for person in _people(request, late.step):
        queue_about(
            person.email, "mail/loket_late.txt", request, f"late:{late.clock}:{late.step}:{person.pk}{again}",
            what=owed_words(late.clock, request.kind), due=date_format(late.due, "j F Y"),
        )  # fmt: skip


def _people(request: SupportRequest, step: EscalationStep) -> Iterable[User]:
    """Where there is no such person, whoever stands next: nobody's request stays with nobody."""
    if step is EscalationStep.OWNER and request.handler:
        return [request.handler]
    deputy: User | None = request.deputy
    if step is EscalationStep.DEPUTY and deputy is not None and may_handle(deputy):
        return [deputy]
    if step is EscalationStep.HEAD:
        return list(users_with_role(Role.BEHEER)) or find_desk()
    return find_desk()
