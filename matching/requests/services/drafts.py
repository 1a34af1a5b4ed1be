"""Keep what somebody is writing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from matching.models import RequestDraft
from matching.requests.rules import may_ask


@transaction.atomic
def keep_answers(*, actor: User, answers: dict[str, Any], problem: str = "") -> RequestDraft:
    """Repeatable. `problem` comes from an answer package: it fills in what nobody typed yet, and never overwrites."""
    if not may_ask(actor):
        raise PermissionDenied
    # Locked by the account: of two first pages at once the second finds the draft of the first.
    User.objects.select_for_update().get(pk=actor.pk)
    draft = RequestDraft.objects.filter(user=actor, submitted=None).first() or RequestDraft(user=actor)
    if problem and not draft.answers.get("problem"):
        draft.answers["problem"] = problem
    draft.answers |= answers
    draft.save()
    return draft
