"""From draft to request."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from krachtwijken.core.models import ProblemLabel, Wijk
from matching.models import RequestCounter, RequestDraft, SupportRequest
from matching.requests.chosen import chosen_in
from matching.requests.contacts import contacts_in
from matching.requests.enums import KIND_UNKNOWN
from matching.requests.kinds.answers import take_own_answers
from matching.requests.rules import may_ask_for
from matching.requests.services.contacts import keep_contacts
from matching.requests.services.files import take_files_along
from matching.requests.services.notify import tell_account_manager, tell_desk, tell_sender
from search.api import recognise, themes_of

ANSWERS = (
    "gemeente_id", "wijk_id", "kind", "problem", "tried", "wanted", "urgency", "excluded", "confidential_until",
)  # fmt: skip


@transaction.atomic
def submit_request(*, draft: RequestDraft, actor: User) -> SupportRequest:
    """Repeatable: a draft gives one request, however often it is submitted."""
    # In the order of `keep_answers`: two orders would wait for each other.
    lock_writer(actor)
    draft = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.user_id != actor.pk:
        raise PermissionDenied
    if draft.submitted is not None:
        return draft.submitted
    answers = _answers(draft)
    chosen = list(ProblemLabel.objects.filter(code__in=chosen_in(draft.answers)))
    stated = [] if chosen else recognise(answers["problem"])
    themes = sorted({row.theme_id for row in chosen if row.theme_id}) or themes_of(stated)
    request = SupportRequest(
        **answers, reference=make_reference(), created_by=actor, themes=themes, problems_chosen=bool(chosen)
    )
    if not may_ask_for(actor, request.gemeente):
        raise PermissionDenied
    request.full_clean()
    request.save()
    keep_contacts(request=request, contacts=contacts_in(draft.answers))
    codes = [problem.code for problem in stated]
    request.problems.set(chosen or ProblemLabel.objects.filter(code__in=codes))
    take_files_along(draft=draft, request=request)
    draft.submitted = request
    draft.answers = {}
    draft.save(update_fields=["submitted", "answers", "changed_at"])
    audit.record(actor=actor, action="matching.request_submitted", target=request)
    tell_sender(request, actor)
    tell_desk(request)
    tell_account_manager(request, "is binnengekomen", "new", actor=actor)
    return request


def _answers(draft: RequestDraft) -> dict[str, Any]:
    """What was filled in, with the gemeente of the wijk."""
    answers = {name: draft.answers[name] for name in ANSWERS if draft.answers.get(name) not in (None, "")}
    if "wijk_id" in answers:
        answers["gemeente_id"] = Wijk.objects.get(pk=answers["wijk_id"]).gemeente_id
    if answers.get("kind") == KIND_UNKNOWN:
        answers["kind"] = ""
    own = take_own_answers(answers.get("kind", ""), draft.answers)
    return answers | {"own_answers": {answers["kind"]: own} if own else {}}


def make_reference() -> str:
    """KW-2026-0001 and on; the row of the year is locked, so that no number is given twice."""
    year = timezone.localdate().year
    RequestCounter.objects.get_or_create(year=year)
    counter = RequestCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"KW-{year}-{counter.last:04d}"
