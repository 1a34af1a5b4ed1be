"""From draft to request."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.models import RequestCounter, RequestDraft, SupportRequest
from matching.requests.rules import may_ask_for
from matching.requests.services.notify import tell_desk, tell_sender
from search.api import recognise, themes_of

ANSWERS = ("gemeente_id", "wijk_id", "kind", "problem", "tried", "wanted", "urgency", "contact")


@transaction.atomic
def submit_request(*, draft: RequestDraft, actor: User) -> SupportRequest:
    """Repeatable: a draft gives one request, however often it is submitted."""
    draft = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.user_id != actor.pk:
        raise PermissionDenied
    if draft.submitted is not None:
        return draft.submitted
    answers = {name: draft.answers[name] for name in ANSWERS if draft.answers.get(name) not in (None, "")}
    request = SupportRequest(
        **answers,
        reference=next_reference(),
        created_by=actor,
        themes=themes_of(recognise(draft.answers["problem"])),
    )
    if not may_ask_for(actor, request.gemeente):
        raise PermissionDenied
    request.full_clean()
    request.save()
    draft.submitted = request
    draft.answers = {}
    draft.save(update_fields=["submitted", "answers", "changed_at"])
    audit.record(actor=actor, action="matching.request_submitted", target=request)
    tell_sender(request, actor)
    tell_desk(request)
    return request


def next_reference() -> str:
    """KW-2026-0001 and on; the row of the year is locked, so that no number is given twice."""
    year = timezone.localdate().year
    RequestCounter.objects.get_or_create(year=year)
    counter = RequestCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KW-{year}-{counter.last:04d}"
