"""What becomes of a coupling whose mission broke off, or whose request came to nothing."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit
from matching.couplings.letters import tell_that_coupling_ended
from matching.engagements.enums import MissionState
from matching.models import Coupling
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import lock_request

CAME_TO_NOTHING = (RequestStatus.INGETROKKEN, RequestStatus.AFGEWEZEN)


def settle_couplings_of_request(payload: dict[str, Any]) -> None:
    """Repeatable. A request that was closed leaves its couplings: they outlast it."""
    for pk in list(
        Coupling.objects.filter(request=payload["request"]).order_by("pk").values_list("pk", flat=True)
    ):
        settle_coupling(pk=pk)


def settle_couplings_of_mission(payload: dict[str, Any]) -> None:
    """Repeatable."""
    for pk in list(
        Coupling.objects.filter(mission=payload["mission"]).order_by("pk").values_list("pk", flat=True)
    ):
        settle_coupling(pk=pk)


@transaction.atomic
def settle_coupling(*, pk: int) -> None:
    """Repeatable. It ends today, without the visits that were still to come; one that did not begin yet leaves the register."""
    known = Coupling.objects.select_related("request").filter(pk=pk).first()
    if known is not None and known.request is not None:
        lock_request(known.request)
    rows = Coupling.objects.select_related(
        "wijk__gemeente", "request__gemeente", "mission__invitation__profile__user"
    )
    fresh = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    today = timezone.localdate()
    if fresh is None or not (why := _why_over(fresh)):
        return
    if fresh.ends_on is not None and fresh.ends_on <= today:
        return
    fresh.visits.filter(held_on=None, planned_on__gt=today).delete()
    if fresh.starts_on > today:
        tell_that_coupling_ended(fresh, "gaat niet door", why)
        audit.record(actor=None, action="matching.coupling_dropped", target=fresh)
        fresh.delete()
        return
    fresh.ends_on = today
    fresh.save(update_fields=["ends_on"])
    audit.record(actor=None, action="matching.coupling_ended", target=fresh)
    tell_that_coupling_ended(fresh, "is gestopt", why)


def _why_over(fresh: Coupling) -> str:
    if fresh.mission is not None and fresh.mission.state == MissionState.BROKEN_OFF:
        return "De opdracht is afgebroken."
    if fresh.request is not None and fresh.request.status in CAME_TO_NOTHING:
        return f"Het verzoek is {RequestStatus(fresh.request.status).label.lower()}."
    return ""
