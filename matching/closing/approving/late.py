"""At night: what somebody wants changed goes back once nobody else is waited for; else the loket hears that it decides alone."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.closing.approving.enums import ApprovalState
from matching.closing.approving.letters import tell_desk_that_term_passed
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.services import give_back_when_all_spoke, lock_approval


@nightly("matching.cases")
def tell_passed_terms() -> None:
    """Repeatable: each once, in a transaction of its own."""
    today = timezone.localdate()
    passed = Q(until__lt=today, late_told_at=None)
    # Whoever was waited for may have left since: then there is nobody to speak last.
    asks_for_change = Q(words__round=F("round"), words__agrees=False)
    waiting = CaseApproval.objects.filter(passed | asks_for_change, state=ApprovalState.WAITING)
    run_one_by_one(
        waiting.order_by("pk").values_list("pk", flat=True).distinct(),
        lambda pk: tell_passed_term(pk=pk, today=today),
        name="matching.cases",
    )


@transaction.atomic
def tell_passed_term(*, pk: int, today: date) -> None:
    """Repeatable. Who helped is not waited for any more: what one of them wants changed goes back to its writer, else its owner
    decides alone."""
    fresh = lock_approval(CaseApproval.objects.get(pk=pk))
    if give_back_when_all_spoke(fresh, actor=None, today=today):
        return
    if not fresh.is_waiting or not fresh.is_past(today=today) or fresh.late_told_at is not None:
        return
    fresh.late_told_at = timezone.now()
    fresh.save(update_fields=["late_told_at"])
    audit.record(actor=None, action="matching.case_late", target=fresh)
    tell_desk_that_term_passed(fresh)
