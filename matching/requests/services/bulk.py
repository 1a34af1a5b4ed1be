"""Several requests at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.models import SupportRequest
from matching.requests.enums import Urgency
from matching.requests.rules import may_handle
from matching.requests.services.escalating import NOT_OPEN, assign_owner
from matching.requests.services.notify import tell_gemeente
from matching.requests.services.steps import lock_request, take_request
from matching.requests.workflow import WrongStepError

# A page of the work list; more is no choice that somebody made by hand.
MOST = 50


@dataclass(frozen=True)
class RowResult:
    """Of one request: `refused` says why not, and is empty when it was done, or was so already."""

    reference: str
    refused: str = ""


@transaction.atomic
def take_requests(*, references: Collection[str], actor: User) -> tuple[int, int]:
    """How many were taken, and how many somebody else has or that ended. In the order of their numbers, so that two
    colleagues never wait for each other."""
    if not may_handle(actor):
        raise PermissionDenied
    taken = refused = 0
    chosen = SupportRequest.objects.filter(reference__in=list(references)[:MOST]).order_by("pk")
    for request in chosen:
        try:
            take_request(request=request, actor=actor)
            taken += 1
        except WrongStepError:
            refused += 1
    return taken, refused


@transaction.atomic
def give_requests(*, references: Collection[str], actor: User, owner: User) -> list[RowResult]:
    """Repeatable. Each its new owner, who hears of it as the gemeente does; the deputy stays, unless that is the new owner or
    somebody who left the loket."""

    def give(request: SupportRequest) -> None:
        deputy: User | None = lock_request(request).deputy
        keeps = deputy is not None and deputy.pk != owner.pk and may_handle(deputy)
        assign_owner(request=request, actor=actor, owner=owner, deputy=deputy if keeps else None)

    return _each(references, actor, give)


@transaction.atomic
def set_urgencies(*, references: Collection[str], actor: User, urgency: Urgency) -> list[RowResult]:
    """Repeatable."""
    return _each(
        references, actor, lambda request: set_urgency(request=request, actor=actor, urgency=urgency)
    )


@transaction.atomic
def set_urgency(*, request: SupportRequest, actor: User, urgency: Urgency) -> SupportRequest:
    """Repeatable: what it is already changes nothing. The gemeente, which said how urgent it is, hears of it."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    if not fresh.is_open:
        raise WrongStepError(NOT_OPEN)
    before = fresh.urgency
    if before == urgency:
        return fresh
    fresh.urgency = urgency.value
    fresh.save(update_fields=["urgency"])
    event = audit.record(
        actor=actor, action="matching.urgency", target=fresh, data={"from": before, "to": urgency.value}
    )
    tell_gemeente(fresh, f"urgency:{event.pk}", template="mail/loket_urgency.txt", urgency=str(urgency.label))
    return fresh


def _each(
    references: Collection[str], actor: User, change: Callable[[SupportRequest], object]
) -> list[RowResult]:
    """In the order of their numbers, so that two colleagues never wait for each other; each row is locked by its change."""
    if not may_handle(actor):
        raise PermissionDenied
    results = []
    for request in SupportRequest.objects.filter(reference__in=list(references)[:MOST]).order_by("pk"):
        try:
            change(request)
            results.append(RowResult(request.reference))
        except WrongStepError as error:
            results.append(RowResult(request.reference, str(error)))
    return results
