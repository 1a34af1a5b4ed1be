"""The one place where the state of a part changes; of a row that is locked."""

from collections.abc import Iterable

from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.workflow import PART_STEPS
from matching.requests.workflow import WrongStepError


def lock_part(pk: int) -> PartQuestion:
    """Its request first, as every service of a request does: so no two wait for each other."""
    known = PartQuestion.objects.values_list("request", flat=True).get(pk=pk)
    request = SupportRequest.objects.select_for_update().get(pk=known)
    part = PartQuestion.objects.select_for_update().get(pk=pk)
    part.request = request
    return part


def move_part(
    fresh: PartQuestion, to: PartState, *, actor: User | None, with_fields: Iterable[str] = ()
) -> None:
    before = PartState(fresh.state)
    if to not in PART_STEPS[before]:
        raise WrongStepError(f"Dit kan niet meer. De stand van deze deelvraag is nu: {before.label.lower()}.")
    fresh.state, fresh.state_since = to, timezone.now()
    fresh.save(update_fields=["state", "state_since", *with_fields])
    audit.record(
        actor=actor, action="matching.part", target=fresh, data={"from": before.value, "to": to.value}
    )
