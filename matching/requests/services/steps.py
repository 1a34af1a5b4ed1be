"""From step to step."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.models import Decision, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle, works_for
from matching.requests.services.notify import tell_gemeente
from matching.requests.workflow import check_step


@transaction.atomic
def take_request(*, request: SupportRequest, actor: User) -> SupportRequest:
    """Somebody at the loket becomes the owner. Whoever is second hears that it is taken."""
    if not may_handle(actor):
        raise PermissionDenied
    request = _transition(request, RequestStatus.IN_BEHANDELING, actor)
    request.owner = actor
    request.save(update_fields=["owner"])
    tell_gemeente(request, "taken")
    return request


@transaction.atomic
def decide_request(
    *,
    request: SupportRequest,
    actor: User,
    to: RequestStatus,
    reason: str,
    alternative: str,
    advice: list[dict[str, Any]],
) -> Decision:
    """Move on with a reason; the gemeente gets a mail."""
    if not may_handle(actor):
        raise PermissionDenied
    request = _transition(request, to, actor)
    decision = Decision.objects.create(
        request=request, to=to, reason=reason, alternative=alternative, advice=advice, by=actor
    )
    tell_gemeente(request, f"decision:{decision.pk}", reason=reason, alternative=alternative)
    return decision


@transaction.atomic
def withdraw_request(*, request: SupportRequest, actor: User) -> SupportRequest:
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    return _transition(request, RequestStatus.INGETROKKEN, actor)


def _transition(request: SupportRequest, to: RequestStatus, actor: User) -> SupportRequest:
    """The one place where the state changes. Locks the row, so that of two people one comes second."""
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    before = RequestStatus(fresh.status)
    check_step(now=before, to=to)
    fresh.status = to
    fresh.save(update_fields=["status"])
    audit.record(
        actor=actor, action="matching.status", target=fresh, data={"from": before.value, "to": to.value}
    )
    return fresh
