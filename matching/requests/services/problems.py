"""The loket corrects what a request was taken to be about."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.versions import refuse_stale
from matching.models import SupportRequest
from matching.requests.rules import may_change_problems, may_handle
from matching.requests.selectors import problems_of
from matching.requests.workflow import WrongStepError

TOO_LATE = "Dit kan niet meer: het verzoek loopt niet meer."


@transaction.atomic
def change_problems(
    *, request: SupportRequest, actor: User, codes: Collection[str], seen: str = ""
) -> SupportRequest:
    """Repeatable: the same problems, once said, change nothing. The advice goes by them from now on, and the request is counted
    under them. Nobody gets a mail: it changes what the loket reads. `seen` is the mark of the form; raises
    ChangedMeanwhileError."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    before, after = problems_of(fresh), sorted(set(codes))
    if fresh.problems_corrected and before == after:
        return fresh
    if not may_change_problems(actor, fresh):
        raise WrongStepError(TOO_LATE)
    refuse_stale(seen=seen, now={"here": before}, wanted={"here": after})
    rows = list(ProblemLabel.objects.filter(code__in=after))
    fresh.problems.set(rows)
    fresh.problems_corrected = True
    fresh.themes = sorted({row.theme_id for row in rows if row.theme_id})
    fresh.save(update_fields=["problems_corrected", "themes"])
    audit.record(actor=actor, action="matching.problems", target=fresh, data={"from": before, "to": after})
    return fresh
