"""The loket chooses the kind of help: of who did not know, and of who asked for something that does not fit."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.models import KindChange, SupportRequest
from matching.requests.enums import RequestKind
from matching.requests.kinds.registry import course_of
from matching.requests.rules import may_change_kind, may_handle, why_kind_does_not_fit
from matching.requests.services.notify import tell_gemeente
from matching.requests.work import UNANSWERED
from matching.requests.workflow import WrongStepError

TOO_LATE = "Dit kan niet meer: het verzoek loopt niet meer."


@transaction.atomic
def change_kind(
    *, request: SupportRequest, actor: User, kind: RequestKind, reason: str, seen: str = ""
) -> SupportRequest:
    """Repeatable: the kind that it has already changes nothing. The gemeente gets a mail and reads the reason; what it
    answered for the other kind stays. `seen` is the mark of the form; raises ChangedMeanwhileError."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    if fresh.kind == kind:
        return fresh
    if not may_change_kind(actor, fresh):
        raise WrongStepError(TOO_LATE)
    if why_not := why_kind_does_not_fit(kind, fresh):
        raise WrongStepError(why_not)
    refuse_stale(seen=seen, now={"kind": fresh.kind}, wanted={"kind": kind.value})
    before, fresh.kind = fresh.kind, kind
    fresh.save(update_fields=["kind"])
    change = KindChange.objects.create(request=fresh, before=before, after=kind, reason=reason, by=actor)
    audit.record(actor=actor, action="matching.kind", target=fresh, data={"from": before, "to": kind.value})
    tell_gemeente(fresh, f"kind:{change.pk}", what_next=_say_what_is_next(fresh, kind))
    return fresh


def _say_what_is_next(fresh: SupportRequest, kind: RequestKind) -> str:
    """What the loket does for this kind, while it gave no answer yet."""
    chosen = f"Het loket koos de soort hulp: {str(kind.label).lower()}. Waarom, leest u bij uw verzoek."
    return f"{chosen} {course_of(kind).letters.received}" if fresh.status in UNANSWERED else chosen
