"""Close a request with what each side found of it, ask later what remained, and make a draft case of it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.one_by_one import run_one_by_one
from matching.closing.enums import Degree, Recommend
from matching.closing.models import ClosingAnswer, FollowUp
from matching.closing.rules import closing_side_of, months_later
from matching.conversation.enums import Side
from matching.conversation.services.messages import revoke_links
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.rules import works_for
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.services.notify import tell_gemeente, tell_handler
from matching.requests.services.steps import lock_request, move_request
from matching.requests.workflow import WrongStepError

NOT_ASKED = "Hier is nog niet naar gevraagd."


@dataclass(frozen=True)
class Verdict:
    helped: Degree
    reached: Degree
    recommends: Recommend
    what_did_not_work: str = ""
    # What the kind of help asks of the gemeente: question and answer. What was left open is left out.
    own: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def close_request(*, request: SupportRequest, actor: User, verdict: Verdict) -> ClosingAnswer:
    """Repeatable: the first answer of a side stays. Who comes first closes the request, and the other side is asked."""
    fresh = lock_request(request)
    side = closing_side_of(actor, fresh)
    if side is None:
        raise PermissionDenied
    given = ClosingAnswer.objects.filter(request=fresh, side=side).first()
    if given is not None:
        return given
    is_first = fresh.status != RequestStatus.AFGEROND
    if is_first:
        end_request(fresh, actor, today=timezone.localdate())
    answer = ClosingAnswer.objects.create(
        request=fresh, side=side, helped=verdict.helped, reached=verdict.reached,
        recommends=verdict.recommends, what_did_not_work=verdict.what_did_not_work, by=actor,
        own_answers=[list(row) for row in verdict.own] if side is Side.GEMEENTE else [],
    )  # fmt: skip
    audit.record(actor=actor, action="matching.closing", target=answer, data={"side": side.value})
    if is_first and side is Side.LOKET:
        tell_gemeente(fresh, f"closed:{answer.pk}", template="mail/loket_closed.txt")
    elif is_first:
        tell_handler(fresh, "mail/loket_closed_desk.txt", f"closed:{answer.pk}")
    return answer


@transaction.atomic
def answer_follow_up(
    *, follow_up: FollowUp, actor: User, reached: Degree, delivered: Degree, adjustment: str
) -> FollowUp:
    """Repeatable: the first answer stays. The charter's three questions."""
    if not works_for(actor, follow_up.request.gemeente):
        raise PermissionDenied
    request = lock_request(follow_up.request)
    fresh = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if fresh.answered_at is not None:
        return fresh
    if fresh.asked_at is None:
        raise WrongStepError(NOT_ASKED)
    fresh.reached, fresh.delivered, fresh.adjustment = reached, delivered, adjustment
    fresh.by, fresh.answered_at = actor, timezone.now()
    fresh.save(update_fields=["reached", "delivered", "adjustment", "by", "answered_at"])
    audit.record(actor=actor, action="matching.follow_up", target=fresh, data={"months": fresh.months})
    tell_handler(request, "mail/loket_follow_up_answered.txt", f"followed:{fresh.pk}")
    return fresh


def ask_follow_ups(*, today: date) -> int:
    """Repeatable: each is asked once. A transaction each, so that one that fails leaves the others."""
    due = FollowUp.objects.filter(asked_at=None, due_on__lte=today).values_list("pk", flat=True)
    return run_one_by_one(due, _ask, name="matching.follow_up")


@transaction.atomic
def _ask(pk: int) -> int:
    request = lock_request(FollowUp.objects.select_related("request").get(pk=pk).request)
    fresh = FollowUp.objects.select_for_update().get(pk=pk)
    if fresh.asked_at is not None:
        return 0
    fresh.asked_at = timezone.now()
    fresh.save(update_fields=["asked_at"])
    audit.record(actor=None, action="matching.follow_up_asked", target=fresh, data={"months": fresh.months})
    tell_gemeente(
        request, f"follow-up:{fresh.pk}", template="mail/loket_follow_up.txt", months=str(fresh.months)
    )
    return 1


def end_request(fresh: SupportRequest, actor: User | None, *, today: date) -> None:
    """Of a row that is locked."""
    move_request(fresh, RequestStatus.AFGEROND, actor)
    revoke_links(request=fresh)
    _plan_follow_ups(fresh, today)


def _plan_follow_ups(request: SupportRequest, today: date) -> None:
    FollowUp.objects.bulk_create(
        FollowUp(request=request, months=months, due_on=months_later(today, months))
        for months in course_of(request.kind).terms.looks_back
    )


@retention.register_rule("matching.closing")
@transaction.atomic
def forget_closings() -> int:
    """Repeatable. With the request's texts go those of its end; yes and no stay, and name nobody."""
    old = Q(request__status__in=ENDED, request__status_since__lt=timezone.now() - TEXTS_KEPT)
    answers = ClosingAnswer.objects.filter(old).exclude(what_did_not_work=REMOVED)
    later = FollowUp.objects.filter(old).exclude(adjustment=REMOVED)
    gone = ClosingAnswer.objects.filter(pk__in=list(answers.values_list("pk", flat=True)[:AT_ONCE]))
    gone_later = FollowUp.objects.filter(pk__in=list(later.values_list("pk", flat=True)[:AT_ONCE]))
    blanked = gone.update(what_did_not_work=REMOVED, own_answers=[], by=None)
    return blanked + gone_later.update(adjustment=REMOVED, by=None)
