"""Keep what somebody is writing, begin again with it, and throw it away."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.rules import may_contribute
from knowledge.contributions.services.files import drop_files
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from krachtwijken.core.versions import ChangedMeanwhileError, refuse_stale


class SentAlreadyError(Exception):
    """This one was sent; nothing is written in it any more."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(contribution.token)
        self.contribution = contribution


class ChangedElsewhereError(Exception):
    """Another tab wrote answers meanwhile; `answers` are those that changed, as they stand there now."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(", ".join(answers))
        self.answers = answers


def read_seen_answers(answers: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What a page was made from; what was left empty is the same as what was never asked."""
    return {name: answers.get(name) or None for name in names}


@transaction.atomic
def keep_contribution(
    *,
    actor: User,
    token: str,
    answers: dict[str, Any],
    names: Iterable[str] = (),
    seen: str = "",
    origin: str = "",
) -> Contribution:
    """Repeatable. `seen` is the mark of the answers to `names` that this page was made with: what another tab wrote since
    is not replaced unseen. Without one nothing is compared."""
    contribution = lock_contribution(actor=actor, token=token)
    now, then = contribution.answers, contribution.answers | answers
    asked = list(names)
    try:
        refuse_stale(seen=seen, now=read_seen_answers(now, asked), wanted=read_seen_answers(then, asked))
    except ChangedMeanwhileError as error:
        raise ChangedElsewhereError({name: now.get(name) for name in error.fields}) from error
    contribution.answers, contribution.origin = then, origin or contribution.origin
    save_contribution(contribution)
    return contribution


def lock_contribution(*, actor: User, token: str) -> Contribution:
    """The draft of this address for as long as the transaction lasts; a new one when there is none yet."""
    if not may_contribute(actor):
        raise PermissionDenied
    lock_writer(actor)
    found = Contribution.objects.select_for_update(of=("self",)).filter(author=actor, token=token).first()
    contribution = found or Contribution(author=actor, token=token)
    if not contribution.is_concept:
        raise SentAlreadyError(contribution)
    return contribution


def save_contribution(contribution: Contribution) -> None:
    if contribution.pk:
        contribution.save(update_fields=["answers", "rest", "origin", "changed_at"])
    else:
        contribution.save()


@transaction.atomic
def drop_contribution(*, contribution: Contribution, actor: User) -> None:
    """Repeatable. What was sent stays."""
    if contribution.author_id != actor.pk:
        raise PermissionDenied
    lock_writer(actor)
    fresh = Contribution.objects.filter(pk=contribution.pk, state=ContributionState.CONCEPT).first()
    if fresh is not None:
        audit.record(actor=actor, action="knowledge.contribution_deleted", target=fresh)
        drop_files(fresh)
        fresh.delete()


@transaction.atomic
def start_again(*, contribution: Contribution, actor: User, token: str) -> Contribution:
    """Repeatable with the same token. The answers of one that was not published, as a draft of its own."""
    if contribution.author_id != actor.pk or contribution.state != ContributionState.AFGEWEZEN:
        raise PermissionDenied
    draft = lock_contribution(actor=actor, token=token)
    draft.answers, draft.origin = contribution.answers | draft.answers, contribution.origin
    save_contribution(draft)
    return draft
