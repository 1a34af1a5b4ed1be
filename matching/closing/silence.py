"""A request that was answered with knowledge: it is closed when nobody says anything more, and goes on when it did not help."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.tokens import token_of_words
from krachtwijken.core.working_days import last_day_of_term
from matching.closing.rules import has_something_due, quiet_since
from matching.closing.services import end_request
from matching.conversation.services.messages import post_message
from matching.models import Message, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.rules import works_for
from matching.requests.services.notify import tell_gemeente, tell_handler
from matching.requests.services.steps import lock_request, move_request


@nightly("matching.answered")
def settle_answers() -> None:
    """Repeatable: each in a transaction of its own."""
    today = timezone.localdate()
    answered = SupportRequest.objects.filter(status=RequestStatus.BEANTWOORD).order_by("pk")
    run_one_by_one(
        answered.values_list("pk", flat=True),
        lambda pk: settle_answer(pk=pk, today=today),
        name="matching.answered",
    )


@transaction.atomic
def settle_answer(*, pk: int, today: date) -> None:
    """Repeatable. Asks whether the answer helped, and later closes, each after the days of the kind of help: unless the loket
    has something to do, or help runs."""
    fresh = SupportRequest.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=pk)
    if fresh.status != RequestStatus.BEANTWOORD or has_something_due(fresh):
        return
    terms, since = course_of(fresh.kind).terms, quiet_since(fresh)
    quiet = (today - since).days
    asked = timezone.localdate(fresh.silence_told_at) if fresh.silence_told_at else None
    if asked is None or asked < since:
        if quiet >= terms.asks_after:
            _ask(fresh, today)
    elif quiet >= terms.closes_after and today - asked >= terms.notice:
        end_request(fresh, None, today=today)
        tell_gemeente(fresh, f"closed-by-silence:{today:%Y%m%d}", template="mail/loket_closed_by_silence.txt")


def _ask(fresh: SupportRequest, today: date) -> None:
    fresh.silence_told_at = timezone.now()
    fresh.save(update_fields=["silence_told_at"])
    audit.record(actor=None, action="matching.silence_told", target=fresh)
    tell_gemeente(
        fresh, f"silence:{today:%Y%m%d}", template="mail/loket_did_it_help.txt",
        day=date_format(today + course_of(fresh.kind).terms.notice, "j F Y"),
    )  # fmt: skip


@transaction.atomic
def reopen_request(*, request: SupportRequest, actor: User, text: str, token: str) -> SupportRequest:
    """Repeatable: the same words under the same token are one time. The gemeente says what the answer lacks, and the loket
    takes it up again, within the norm of its kind from now on."""
    fresh = lock_request(request)
    if not works_for(actor, fresh.gemeente):
        raise PermissionDenied
    if Message.objects.filter(request=fresh, author=actor, token=token_of_words(token, text)).exists():
        return fresh
    move_request(fresh, RequestStatus.IN_BEHANDELING, actor)
    # The term of an answer begins anew, now.
    fresh.silence_told_at, fresh.reopened_at = None, fresh.status_since
    fresh.times_reopened += 1
    fresh.save(update_fields=["silence_told_at", "reopened_at", "times_reopened"])
    post_message(request=fresh, actor=actor, text=text, token=token, tells_desk=False)
    _tell_that_it_did_not_help(fresh)
    return fresh


def _tell_that_it_did_not_help(fresh: SupportRequest) -> None:
    """Whoever has the request in hand, with the day that the gemeente was promised."""
    course = course_of(fresh.kind)
    tell_handler(
        fresh, "mail/loket_not_helped.txt", f"not-helped:{fresh.times_reopened}",
        due=date_format(last_day_of_term(timezone.localdate(fresh.reopened_at), course.norm.lead), "j F Y"),
        first_answer=course.first_answer,
    )  # fmt: skip
