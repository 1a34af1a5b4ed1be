"""The loket asks a part, asks further, or takes it back."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.models import Organisation
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.letters import tell_asked
from matching.parts.models import PartQuestion
from matching.parts.rules import may_divide
from matching.parts.selectors import centres_to_ask, people_to_ask
from matching.parts.transitions import lock_part, move_part
from matching.requests.rules import may_handle
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

NOT_NOW = "Dit verzoek kan nu niet verdeeld worden: het moet in behandeling zijn."
NOBODY_THERE = "Hier kan nu niemand antwoorden. Kies een ander kenniscentrum of een ander mens."


@transaction.atomic
def ask_part(
    *,
    request: SupportRequest,
    actor: User,
    whom: Organisation | ExpertProfile,
    question: str,
    answer_by: date,
    token: str,
) -> PartQuestion:
    """Repeatable: the same token is one part. Whoever is asked gets a mail."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_request(request)
    known = PartQuestion.objects.filter(request=fresh, token=token).first()
    if known is not None:
        return known
    if not may_divide(actor, fresh):
        raise WrongStepError(NOT_NOW)
    centre = whom if isinstance(whom, Organisation) else None
    person = whom if isinstance(whom, ExpertProfile) else None
    allowed = centres_to_ask() if centre else people_to_ask(fresh)
    if not allowed.filter(pk=whom.pk).exists():
        raise WrongStepError(NOBODY_THERE)
    part = PartQuestion.objects.create(
        request=fresh, organisation=centre, profile=person, question=question, answer_by=answer_by,
        token=token, asked_by=actor,
    )  # fmt: skip
    audit.record(
        actor=actor, action="matching.part_asked", target=part,
        data={"request": fresh.pk, "organisation": centre.pk if centre else None},
    )  # fmt: skip
    tell_asked(part, "part_new", key="new")
    return part


@transaction.atomic
def ask_again(*, part: PartQuestion, actor: User, remark: str, answer_by: date) -> PartQuestion:
    """The loket wants to know more; the answer so far stays in the form. Not repeatable: the second time it waits already."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_part(part.pk)
    fresh.remark, fresh.answer_by = remark, answer_by
    fresh.reminded_at = fresh.late_told_at = None
    fresh.correction_is_new = False
    changed = ("remark", "answer_by", "reminded_at", "late_told_at", "correction_is_new")
    move_part(fresh, PartState.ASKED, actor=actor, with_fields=changed)
    tell_asked(fresh, "part_again", key=f"again:{fresh.state_since:%Y%m%d%H%M%S%f}")
    return fresh


@transaction.atomic
def withdraw_part(*, part: PartQuestion, actor: User | None) -> PartQuestion:
    """Repeatable. Without actor: at night, of a request that is over."""
    if actor is not None and not may_handle(actor):
        raise PermissionDenied
    fresh = lock_part(part.pk)
    if fresh.state == PartState.WITHDRAWN:
        return fresh
    waits = fresh.is_asked
    move_part(fresh, PartState.WITHDRAWN, actor=actor)
    if waits:
        tell_asked(fresh, "part_withdrawn", key="withdrawn")
    return fresh
