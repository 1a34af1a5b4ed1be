"""Keep what somebody is writing, and throw it away."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit, retention
from krachtwijken.core.tokens import new_token
from krachtwijken.core.versions import refuse_stale
from matching.models import KnownCount, RequestDraft, RequestFile, SupportRequest
from matching.requests.chosen import with_choice
from matching.requests.rules import may_ask
from matching.requests.services.files import drop_files

KEPT = timedelta(days=90)
# In the answers of a draft: whether its writer was counted on the page of what is known.
COUNTED = "known_counted"


class AlreadySentError(Exception):
    """This draft became a request."""

    def __init__(self, request: SupportRequest) -> None:
        super().__init__(request.reference)
        self.request = request


@transaction.atomic
def keep_answers(
    *,
    actor: User,
    answers: dict[str, Any],
    token: str = "",
    problem: str = "",
    chosen: Collection[str] = (),
    seen: str = "",
) -> RequestDraft:
    """Repeatable. `token` says which draft, so that two tabs do not mix; without it the one last worked on. `problem`
    comes from an answer package, with the codes of what the reader chose it to be about: it fills in what nobody typed
    yet, and never overwrites. `seen` is the mark of the page; raises ChangedMeanwhileError where it would put back what
    another tab wrote."""
    if not may_ask(actor):
        raise PermissionDenied
    lock_writer(actor)
    drafts = RequestDraft.objects.select_for_update().filter(user=actor)
    found = drafts.filter(token=token).first() if token else drafts.filter(submitted=None).first()
    draft = found or RequestDraft(user=actor, token=token or new_token())
    if draft.submitted_id is not None:
        raise AlreadySentError(SupportRequest.objects.get(pk=draft.submitted_id))
    now = {name: draft.answers.get(name) for name in answers}
    refuse_stale(seen=seen, now=now, wanted=answers)
    if problem and not draft.answers.get("problem"):
        draft.answers = with_choice(draft.answers, chosen, problem) | {"problem": problem}
    draft.answers |= answers
    if draft.pk:
        draft.save(update_fields=["answers", "changed_at"])
    else:
        draft.save()
    return draft


@transaction.atomic
def count_known(*, draft: RequestDraft, actor: User, enough: bool) -> None:
    """Repeatable: a draft counts once, whatever its writer does later. Kept per day, without who or what."""
    if draft.user_id != actor.pk:
        raise PermissionDenied
    lock_writer(actor)
    fresh = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.submitted_id is not None or COUNTED in fresh.answers:
        return
    fresh.answers[COUNTED] = True
    fresh.save(update_fields=["answers", "changed_at"])
    row, _ = KnownCount.objects.get_or_create(day=timezone.localdate())
    column = "stopped" if enough else "went_on"
    KnownCount.objects.filter(pk=row.pk).update(**{column: F(column) + 1})


@transaction.atomic
def drop_draft(*, draft: RequestDraft, actor: User) -> None:
    """Repeatable. What was sent stays: the request is not in the draft any more."""
    if draft.user_id != actor.pk:
        raise PermissionDenied
    lock_writer(actor)
    drop_files(RequestFile.objects.filter(draft=draft, draft__submitted=None))
    gone, _ = RequestDraft.objects.filter(pk=draft.pk, submitted=None).delete()
    if gone:
        audit.record(actor=actor, action="matching.draft_deleted", target=draft)


@retention.register_rule("matching.drafts")
@transaction.atomic
def forget_drafts() -> int:
    """Repeatable. Also of what was sent: by then nobody sends that page again. Files go with it."""
    old = RequestDraft.objects.select_for_update().filter(changed_at__lt=timezone.now() - KEPT)
    pks = list(old.values_list("pk", flat=True))
    drop_files(RequestFile.objects.filter(draft__in=pks))
    return RequestDraft.objects.filter(pk__in=pks).delete()[0]
