"""Write down a promise, and say what came of it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.tokens import token_of_words
from krachtwijken.core.versions import refuse_stale
from matching.conversation.enums import PromiseState
from matching.conversation.models import Promise
from matching.conversation.rules import may_talk, side_of
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

NO_MORE_PROMISES = "Bij dit verzoek kunt u niets meer toezeggen: het is afgesloten."


@transaction.atomic
def add_promise(
    *,
    request: SupportRequest,
    actor: User,
    text: str,
    promised_by: str,
    promised_to: str,
    due_on: date,
    token: str,
) -> Promise:
    """Repeatable: the same promise under the same token of the same writer is one."""
    fresh = lock_request(request)
    if side_of(actor, fresh) is None:
        raise PermissionDenied
    token = token_of_words(token, "\0".join((text, promised_by, promised_to, due_on.isoformat())))
    written = Promise.objects.filter(request=fresh, written_by=actor, token=token).first()
    if written is not None:
        return written
    if not may_talk(fresh):
        raise WrongStepError(NO_MORE_PROMISES)
    promise = Promise.objects.create(
        request=fresh, text=text, promised_by=promised_by, promised_to=promised_to, due_on=due_on,
        token=token, written_by=actor,
    )  # fmt: skip
    audit.record(actor=actor, action="matching.promise", target=promise)
    return promise


@transaction.atomic
def settle_promise(*, promise: Promise, actor: User, state: PromiseState, seen: str = "") -> Promise:
    """Repeatable. Also after the request was closed: that is when most promises are kept. `seen` is the mark of the form; raises
    ChangedMeanwhileError."""
    fresh = lock_request(promise.request)
    if side_of(actor, fresh) is None:
        raise PermissionDenied
    locked = Promise.objects.select_for_update().get(pk=promise.pk)
    if locked.state == state:
        return locked
    refuse_stale(seen=seen, now={"state": locked.state}, wanted={"state": state.value})
    before, locked.state = locked.state, state
    locked.save(update_fields=["state"])
    audit.record(
        actor=actor, action="matching.promise_state", target=locked,
        data={"from": before, "to": state.value},
    )  # fmt: skip
    return locked


@transaction.atomic
def drop_promises(*, request: SupportRequest) -> int:
    """Repeatable. Of a request that was withdrawn or refused: nobody waits for them any more. After a closing they stay."""
    fresh = lock_request(request)
    if fresh.status not in {RequestStatus.INGETROKKEN, RequestStatus.AFGEWEZEN}:
        return 0
    waiting = list(Promise.objects.select_for_update().filter(request=fresh, state=PromiseState.OPEN))
    for promise in waiting:
        promise.state = PromiseState.DROPPED
        promise.save(update_fields=["state"])
        audit.record(
            actor=None, action="matching.promise_state", target=promise,
            data={"from": PromiseState.OPEN.value, "to": PromiseState.DROPPED.value},
        )  # fmt: skip
    return len(waiting)
