"""A gemeente asks anew with the text of a request that ended without help."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.writers import lock_writer
from krachtwijken.core import audit
from matching.models import RequestDraft, SupportRequest
from matching.requests.chosen import with_choice
from matching.requests.enums import KIND_UNKNOWN
from matching.requests.kinds.answers import PREFIX
from matching.requests.rules import may_start_again
from matching.requests.selectors import problems_of
from matching.requests.services.forgetting import REMOVED
from matching.requests.workflow import WrongStepError

TAKEN = ("wijk_id", "problem", "tried", "wanted", "urgency", "excluded")
GONE = "De tekst van dit verzoek is er niet meer: de bewaartermijn is voorbij."


@transaction.atomic
def start_again(*, request: SupportRequest, actor: User, token: str) -> RequestDraft:
    """Repeatable: the same token is one draft. A new one, whatever the writer has open; files and contacts stay with the old
    request."""
    lock_writer(actor)
    # Read and not locked: from how it ended nothing leads on.
    fresh = SupportRequest.objects.get(pk=request.pk)
    if not may_start_again(actor, fresh):
        raise PermissionDenied
    known = RequestDraft.objects.select_for_update().filter(user=actor, token=token).first()
    if known is not None:
        return known
    if fresh.problem == REMOVED:
        raise WrongStepError(GONE)
    draft = RequestDraft.objects.create(user=actor, token=token, answers=_answers_of(fresh))
    audit.record(actor=actor, action="matching.started_again", target=fresh, data={"draft": draft.pk})
    return draft


def _answers_of(request: SupportRequest) -> dict[str, Any]:
    """As the wizard keeps them; of the own questions those of the kind that it has now."""
    answers = {name: getattr(request, name) for name in TAKEN}
    until = request.confidential_until
    is_secret = until is not None and until >= timezone.localdate()
    answers["confidential_until"] = until.isoformat() if until is not None and is_secret else ""
    answers["kind"] = request.kind or KIND_UNKNOWN
    own = request.own_answers.get(request.kind, {})
    answers |= {f"{PREFIX}{code}": value for code, value in own.items()}
    return with_choice(answers, problems_of(request) if request.problems_chosen else (), request.problem)
