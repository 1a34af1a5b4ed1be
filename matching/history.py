"""What happened with a request, its invitations and its parts, in words, as far as one viewer may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.trail.models import AuditEvent
from matching.conversation.rules import may_see_internal
from matching.engagements.enums import InvitationState, LapseReason, MissionState, StoppedBy
from matching.engagements.models import Invitation, Mission
from matching.engagements.selectors import desk_invitations, invitations_for_gemeente
from matching.engagements.services.settling import HELPER_CLOSED
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.selectors import parts_for_desk, parts_told
from matching.requests.enums import RequestStatus

OF_REQUEST = {
    "matching.request_submitted": "Verzoek ingediend",
    "matching.kind": "Het loket koos de soort hulp",
    "matching.problems": "Het loket verbeterde waar het over gaat",
    "matching.contacts": "De gemeente paste aan wie het loket kan bellen",
    "matching.escalated": "Gemeld dat het verzoek te laat is",
    "matching.deputy": "Iemand anders vervangt de eigenaar",
    "matching.linked": "Het loket legde een verband met een ander verzoek",
    "matching.unlinked": "Het loket haalde dat verband weg",
    "matching.merged": "Gaat verder in een ander verzoek",
    "matching.merged_from": "Een ander verzoek gaat hierin verder",
    "matching.session_reply": "De gemeente liet weten of zij naar de gezamenlijke sessie komt",
    "matching.silence_told": "Gevraagd of het antwoord hielp",
    "matching.forgotten": "Teksten verwijderd: de bewaartermijn is voorbij",
}
# {0} is who it is about, by function, or the centre.
OF_INVITATION = {
    InvitationState.OTHER_DATE: "Een andere datum voorgesteld: {0}",
    InvitationState.ACCEPTED: "Ja gezegd: {0}",
    InvitationState.DECLINED: "Nee gezegd: {0}",
    InvitationState.EXPIRED: "Niet op tijd geantwoord: {0}",
    InvitationState.WITHDRAWN: "Uitnodiging ingetrokken: {0}",
}
OF_MISSION = {
    MissionState.PLANNED: "Toch nog niet begonnen: {0}",
    MissionState.RUNNING: "Begonnen: {0}",
    MissionState.REPORTED: "Verslag ingeleverd: {0}",
    MissionState.ENDED: "Opdracht afgerond: {0}",
    MissionState.BROKEN_OFF: "Opdracht afgebroken: {0}",
}
LEFT = "Gestopt met de opdracht: {0}"
CLOSED_ACCOUNT = "Het account van wie helpt is gesloten, de opdracht staat nog open: {0}"
# Of an invitation that lapsed: nobody took it back.
LAPSED = "Uitnodiging vervallen: {0}. {1}"
OF_PART = {
    PartState.ASKED: "Verder gevraagd aan {0}",
    PartState.ANSWERED: "Deelvraag beantwoord door {0}",
    PartState.USED: "Antwoord van {0} verwerkt",
    PartState.DECLINED: "Deelvraag kan niet worden beantwoord door {0}",
    PartState.WITHDRAWN: "Deelvraag aan {0} ingetrokken",
}
SOMEBODY = "Het loket vroeg iemand uit de pool"
# What a gemeente hears of an invitation: that somebody was asked, and who comes. A date that was proposed is between who
# was asked and the loket.
GEMEENTE_HEARS = frozenset({InvitationState.ACCEPTED})


@dataclass(frozen=True)
class Happened:
    at: datetime
    text: str


def history_of(request: SupportRequest, viewer: Viewer) -> list[Happened]:
    """Oldest first; of a request that this viewer may see. The trail is asked once."""
    sees_all = may_see_internal(viewer, request)
    invitations = {str(one.pk): one for one in _invitations(request, viewer, sees_all=sees_all)}
    missions = {
        str(one.mission.pk): one for one in invitations.values() if getattr(one, "mission", None) is not None
    }
    parts = {str(one.pk): one for one in _parts(request, viewer, sees_all=sees_all)}
    wanted: list[tuple[type[Model], list[str]]] = [
        (SupportRequest, [str(request.pk)]),
        (Invitation, list(invitations)),
        (Mission, list(missions)),
        (PartQuestion, list(parts)),
    ]
    chosen = reduce(
        or_, (Q(target_type=model._meta.label_lower, target_id__in=keys) for model, keys in wanted)
    )
    found = []
    for event in AuditEvent.objects.filter(chosen).order_by("at", "pk"):
        if event.target_type == SupportRequest._meta.label_lower:
            text = _of_request(event)
        elif event.target_type == Invitation._meta.label_lower:
            text = _of_invitation(event, invitations[event.target_id].whom, sees_all=sees_all)
        elif event.target_type == Mission._meta.label_lower:
            text = _of_mission(event, missions[event.target_id], sees_all=sees_all)
        else:
            text = _of_part(event, parts[event.target_id].whom, sees_all=sees_all)
        if text:
            found.append(Happened(event.at, text))
    return found


def _invitations(request: SupportRequest, viewer: Viewer, *, sees_all: bool) -> list[Invitation]:
    if sees_all:
        return list(desk_invitations(viewer).filter(request=request))
    return list(invitations_for_gemeente(viewer, request))


def _parts(request: SupportRequest, viewer: Viewer, *, sees_all: bool) -> list[PartQuestion]:
    if sees_all:
        return list(parts_for_desk(viewer).filter(request=request))
    return list(parts_told(viewer, request))


def _of_request(event: AuditEvent) -> str:
    if event.action == "matching.owner":
        another = event.data.get("from")
        return f"Iemand {'anders ' if another else ''}van het loket is nu eigenaar"
    if event.action in OF_REQUEST:
        return OF_REQUEST[event.action]
    if event.action != "matching.status":
        return ""
    before, now = event.data.get("from"), event.data.get("to", "")
    if (before, now) == (RequestStatus.BEANTWOORD, RequestStatus.IN_BEHANDELING):
        return "De gemeente zei dat het antwoord niet hielp"
    return f"Stand: {dict(RequestStatus.choices).get(now, now)}"


def _of_invitation(event: AuditEvent, whom: str, *, sees_all: bool) -> str:
    if event.action == "matching.invited":
        return f"Uitgenodigd: {whom}" if sees_all else SOMEBODY
    if not sees_all and event.data.get("to") not in GEMEENTE_HEARS:
        return ""
    if (why := event.data.get("why")) in LapseReason.values:
        return LAPSED.format(whom, LapseReason(why).label)
    return _by_state(event, "matching.invitation", OF_INVITATION, whom)


def _of_mission(event: AuditEvent, invitation: Invitation, *, sees_all: bool) -> str:
    whom = invitation.whom
    if event.action == HELPER_CLOSED:
        return CLOSED_ACCOUNT.format(whom) if sees_all else ""
    is_last = event.data.get("to") == MissionState.BROKEN_OFF
    if is_last and invitation.mission.stopped_by == StoppedBy.HELPER:
        return LEFT.format(whom)
    return _by_state(event, "matching.mission", OF_MISSION, whom)


def _of_part(event: AuditEvent, whom: str, *, sees_all: bool) -> str:
    if event.action == "matching.part_corrected":
        return f"Antwoord op een deelvraag verbeterd door {whom}" if sees_all else ""
    if event.action == "matching.part_asked":
        return f"Een deel van de vraag voorgelegd aan {whom}"
    return _by_state(event, "matching.part", OF_PART, whom)


def _by_state(event: AuditEvent, action: str, texts: Mapping[Any, str], whom: str) -> str:
    """Empty of what is no step: a reminder, texts that went."""
    text = texts.get(event.data.get("to", "")) if event.action == action else None
    return text.format(whom) if text else ""
