"""At night: remind of a part, tell the loket of one that is late, close what nobody waits for; and forget the words."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit, retention
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.working_days import working_days_after
from matching.engagements.workflow import INVITABLE
from matching.parts.enums import PartState
from matching.parts.letters import tell_asked, tell_desk_of_part
from matching.parts.models import PartQuestion
from matching.parts.services.asking import withdraw_part
from matching.parts.transitions import lock_part
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT

# So many working days before the term ends, and never on the day after it was asked.
REMIND_BEFORE = 2
LEFT_IN_PEACE = timedelta(days=1)


@nightly("matching.parts")
def settle_parts() -> None:
    """Repeatable: each once, in a transaction of its own."""
    today = timezone.localdate()
    waiting = PartQuestion.objects.filter(state=PartState.ASKED).order_by("pk").values_list("pk", flat=True)
    run_one_by_one(waiting, lambda pk: settle_part(pk=pk, today=today), name="matching.parts")


def settle_parts_of_request(payload: dict[str, Any]) -> None:
    """Repeatable. A request that is over asks nobody any more."""
    waiting = PartQuestion.objects.filter(request=payload["request"], state=PartState.ASKED).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        settle_part(pk=pk, today=timezone.localdate())


@transaction.atomic
def settle_part(*, pk: int, today: date) -> None:
    """Repeatable. What is due for this one, if anything."""
    fresh = lock_part(pk)
    if not fresh.is_asked:
        return
    if fresh.request.status not in INVITABLE or not _has_somebody(fresh, today):
        withdraw_part(part=fresh, actor=None)
    elif fresh.is_late(today=today) and fresh.late_told_at is None:
        fresh.late_told_at = timezone.now()
        _note(fresh, "late_told_at", "matching.part_late")
        tell_desk_of_part(fresh, key=f"late:{fresh.answer_by}")
    elif _is_due_for_a_word(fresh, today):
        fresh.reminded_at = timezone.now()
        _note(fresh, "reminded_at", "matching.part_reminded")
        tell_asked(fresh, "part_reminder", key=f"reminder:{fresh.answer_by}")


def _has_somebody(fresh: PartQuestion, today: date) -> bool:
    """A centre, or a person who is still in the pool."""
    if fresh.organisation_id is not None:
        return True
    return fresh.profile is not None and fresh.profile.has_consent(today=today)


def _note(fresh: PartQuestion, field: str, action: str) -> None:
    fresh.save(update_fields=[field])
    audit.record(actor=None, action=action, target=fresh)


def _is_due_for_a_word(fresh: PartQuestion, today: date) -> bool:
    if fresh.reminded_at is not None or today > fresh.answer_by:
        return False
    asked_on = timezone.localdate(fresh.state_since)
    return working_days_after(today, fresh.answer_by) <= REMIND_BEFORE and asked_on + LEFT_IN_PEACE < today


@retention.register_rule("matching.parts")
@transaction.atomic
def forget_parts() -> int:
    """Repeatable. With the request's texts go all words; who was asked, and when, stays."""
    old = PartQuestion.objects.filter(
        request__status__in=ENDED, request__status_since__lt=timezone.now() - TEXTS_KEPT
    ).exclude(question=REMOVED)
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return PartQuestion.objects.filter(pk__in=pks).update(
        question=REMOVED, answer="", remark="", asked_by=None, answered_by=None
    )
