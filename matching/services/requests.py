"""From draft to request, and from step to step: each one transaction with its audit row and mail."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import members_of_gemeente, users_with_role
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from matching.enums import RequestStatus
from matching.models import Decision, RequestCounter, RequestDraft, SupportRequest
from matching.state import check
from search.answer.recognise import recognise, themes_of

ANSWERS = ("gemeente_id", "wijk_id", "kind", "problem", "tried", "wanted", "urgency", "contact")


@transaction.atomic
def submit_request(*, draft: RequestDraft, actor: User) -> SupportRequest:
    """Repeatable: a draft gives one request, however often it is submitted."""
    draft = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.submitted is not None:
        return draft.submitted
    answers = {name: draft.answers[name] for name in ANSWERS if draft.answers.get(name) not in (None, "")}
    request = SupportRequest(
        **answers,
        reference=next_reference(),
        created_by=actor,
        themes=themes_of(recognise(draft.answers["problem"])),
    )
    request.full_clean()
    request.save()
    draft.submitted = request
    draft.answers = {}
    draft.save()
    audit.record(actor=actor, action="matching.request_submitted", target=request)
    _mail(actor.email, "mail/loket_received.txt", request, "received")
    for colleague in users_with_role(Role.LOKET):
        _mail(colleague.email, "mail/loket_new.txt", request, f"new:{colleague.pk}")
    return request


def next_reference() -> str:
    """KW-2026-0001 and on; the row of the year is locked, so that no number is given twice."""
    year = timezone.localdate().year
    RequestCounter.objects.get_or_create(year=year)
    counter = RequestCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KW-{year}-{counter.last:04d}"


@transaction.atomic
def take_request(*, request: SupportRequest, actor: User) -> SupportRequest:
    """Somebody at the loket becomes the owner. Whoever is second hears that it is taken."""
    request = _transition(request, RequestStatus.IN_BEHANDELING, actor)
    request.owner = actor
    request.save(update_fields=["owner"])
    _tell_gemeente(request, "taken")
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
    request = _transition(request, to, actor)
    decision = Decision.objects.create(
        request=request, to=to, reason=reason, alternative=alternative, advice=advice, by=actor
    )
    _tell_gemeente(request, f"decision:{decision.pk}", reason=reason, alternative=alternative)
    return decision


@transaction.atomic
def withdraw_request(*, request: SupportRequest, actor: User) -> SupportRequest:
    return _transition(request, RequestStatus.INGETROKKEN, actor)


def _transition(request: SupportRequest, to: RequestStatus, actor: User) -> SupportRequest:
    """The one place where the state changes. Locks the row, so that of two people one comes second."""
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    before = RequestStatus(fresh.status)
    check(now=before, to=to)
    fresh.status = to
    fresh.save(update_fields=["status"])
    audit.record(
        actor=actor, action="matching.status", target=fresh, data={"from": before.value, "to": to.value}
    )
    return fresh


def _tell_gemeente(request: SupportRequest, key: str, **extra: str) -> None:
    for member in members_of_gemeente(request.gemeente):
        _mail(member.email, "mail/loket_status.txt", request, f"{key}:{member.pk}", **extra)


def _mail(to: str, template: str, request: SupportRequest, key: str, **extra: str) -> None:
    context = {
        "reference": request.reference,
        "status": request.get_status_display(),
        "gemeente": request.gemeente.name,
        "url": f"{settings.BASE_URL}{request.get_absolute_url()}",
        **extra,
    }
    queue_mail(to=to, template=template, context=context, key=f"loket:{request.reference}:{key}")
