"""Who answered a part corrects the answer, and the loket says that it read so."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.parts.enums import PartState
from matching.parts.letters import tell_desk_of_correction
from matching.parts.models import PartQuestion
from matching.parts.rules import is_for, may_correct
from matching.parts.transitions import lock_part
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError

PROCESSED = "Verbeteren kan niet meer: het loket heeft uw antwoord al verwerkt. Schrijf het in het gesprek met het loket."
NOT_NOW = "Verbeteren kan nu niet. De stand van deze deelvraag is nu: {0}."


@transaction.atomic
def correct_part(*, part: PartQuestion, actor: User, answer: str, seen: str = "") -> PartQuestion:
    """Repeatable: the same words once more change nothing. The text before is not kept; the trail says that it changed. `seen` is
    the mark of the form: raises ChangedMeanwhileError when a colleague corrected it since."""
    fresh = lock_part(part.pk)
    if not is_for(actor, fresh):
        raise PermissionDenied
    if not may_correct(fresh):
        now = PartState(fresh.state)
        raise WrongStepError(PROCESSED if now is PartState.USED else NOT_NOW.format(now.label.lower()))
    if fresh.answer == answer:
        return fresh
    refuse_stale(seen=seen, now={"answer": fresh.answer}, wanted={"answer": answer})
    fresh.answer, fresh.answered_by = answer, actor
    fresh.corrected_at, fresh.correction_is_new = timezone.now(), True
    fresh.save(update_fields=["answer", "answered_by", "corrected_at", "correction_is_new"])
    event = audit.record(actor=actor, action="matching.part_corrected", target=fresh)
    tell_desk_of_correction(fresh, key=f"corrected:{event.pk}")
    return fresh


@transaction.atomic
def mark_correction_read(*, part: PartQuestion, actor: User) -> PartQuestion:
    """Repeatable. For the whole loket."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_part(part.pk)
    if fresh.correction_is_new:
        fresh.correction_is_new = False
        fresh.save(update_fields=["correction_is_new"])
        audit.record(actor=actor, action="matching.part_correction_read", target=fresh)
    return fresh
