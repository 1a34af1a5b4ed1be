"""A request that was answered with knowledge: it is closed when nobody says anything more, and goes on when it did not help."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.tokens import token_of_words
from matching.closing.rules import has_something_due, quiet_since
from matching.closing.services import end_request
from matching.conversation.services.messages import post_message
from matching.models import Message, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import works_for
from matching.requests.services.notify import tell_gemeente
from matching.requests.services.steps import lock_request, move_request

# Days without a word. The numbers are a first proposal, as those of the norms are.
ASK_AFTER, CLOSE_AFTER = timedelta(days=23), timedelta(days=30)
# Nobody is closed off without having been asked so long before, also when the nights stood still.
NOTICE = CLOSE_AFTER - ASK_AFTER


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
    """Repeatable. Asks whether the answer helped, and a week later closes: unless the loket has something to do, or help runs."""
    fresh = SupportRequest.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=pk)
    if fresh.status != RequestStatus.BEANTWOORD or has_something_due(fresh):
        return
    since = quiet_since(fresh)
    asked = timezone.localdate(fresh.silence_told_at) if fresh.silence_told_at else None
    if asked is None or asked < since:
        if today - since >= ASK_AFTER:
            _ask(fresh, today)
    elif today - since >= CLOSE_AFTER and today - asked >= NOTICE:
        end_request(fresh, None, today=today)
        tell_gemeente(fresh, f"closed-by-silence:{today:%Y%m%d}", template="mail/loket_closed_by_silence.txt")


def _ask(fresh: SupportRequest, today: date) -> None:
    fresh.silence_told_at = timezone.now()
    fresh.save(update_fields=["silence_told_at"])
    audit.record(actor=None, action="matching.silence_told", target=fresh)
    tell_gemeente(
        fresh, f"silence:{today:%Y%m%d}", template="mail/loket_did_it_help.txt",
        day=date_format(today + NOTICE, "j F Y"),
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
    # Its mail goes to who has the request in hand.
    post_message(request=fresh, actor=actor, text=text, token=token)
    return fresh
