"""At night: the loket hears once that it decides alone."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from matching.closing.approving.enums import ApprovalState
from matching.closing.approving.letters import tell_desk_that_term_passed
from matching.closing.approving.models import CaseApproval


@nightly("matching.cases")
def tell_passed_terms() -> None:
    """Repeatable: each once, in a transaction of its own."""
    today = timezone.localdate()
    passed = CaseApproval.objects.filter(state=ApprovalState.WAITING, until__lt=today, late_told_at=None)
    run_one_by_one(
        passed.order_by("pk").values_list("pk", flat=True),
        lambda pk: tell_passed_term(pk=pk, today=today),
        name="matching.cases",
    )


@transaction.atomic
def tell_passed_term(*, pk: int, today: date) -> None:
    """Repeatable. Who helped is not waited for any more: its owner decides alone."""
    fresh = (
        CaseApproval.objects.select_for_update(of=("self",)).select_related("request__gemeente").get(pk=pk)
    )
    if not fresh.is_waiting or not fresh.is_past(today=today) or fresh.late_told_at is not None:
        return
    fresh.late_told_at = timezone.now()
    fresh.save(update_fields=["late_told_at"])
    audit.record(actor=None, action="matching.case_late", target=fresh)
    tell_desk_that_term_passed(fresh)
