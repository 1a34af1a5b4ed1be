"""What stands in the way of making two requests one."""

from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION
from matching.models import AdoptionTeam, PartQuestion, SupportRequest
from matching.parts.enums import PartState
from matching.requests.enums import RequestStatus
from matching.requests.workflow import OPEN, steps_from
from matching.teams.workflow import OPEN_TEAM

ITSELF = "Dit is hetzelfde verzoek."
OTHER_GEMEENTE = "Deze verzoeken zijn van twee gemeenten. Die kunt u niet samenvoegen. Leg een verband tussen deze verzoeken."
PROPOSAL = "Bij {0} ligt een voorstel. Haal dat eerst terug."
STARTED = "{0} is al in uitvoering. Rond dat verzoek af."
OVER = "{0} is al klaar: {1}. Er is niets om samen te voegen."
INVITED = "Bij {0} wacht een uitnodiging op antwoord. Trek die eerst in."
AT_WORK = "Bij {0} loopt een opdracht. Rond die eerst af, of breek die af."
PARTS = "Bij {0} staan deelvragen open. Neem die eerst terug, of verwerk het antwoord."
TEAM = "Bij {0} hoort een adoptieteam. Stop dat eerst."
OPEN_PART = (PartState.ASKED, PartState.ANSWERED)


def find_obstacles(loser: SupportRequest, winner: SupportRequest) -> list[str]:
    """Sentences for the loket, with what to do; empty when nothing stands in the way."""
    if loser.pk == winner.pk:
        return [ITSELF]
    if loser.gemeente_id != winner.gemeente_id:
        return [OTHER_GEMEENTE]
    wrong = [*_of_state(loser), *_of_winner(winner)]
    return wrong or _still_open(loser)


def _of_state(loser: SupportRequest) -> list[str]:
    now = RequestStatus(loser.status)
    if RequestStatus.SAMENGEVOEGD in steps_from(now, loser.kind):
        return []
    if now is RequestStatus.VOORGESTELD:
        return [PROPOSAL.format(loser.reference)]
    if now is RequestStatus.IN_UITVOERING:
        return [STARTED.format(loser.reference)]
    return [OVER.format(loser.reference, now.label.lower())]


def _of_winner(winner: SupportRequest) -> list[str]:
    if winner.status in OPEN:
        return []
    return [OVER.format(winner.reference, RequestStatus(winner.status).label.lower())]


def _still_open(loser: SupportRequest) -> list[str]:
    """Somebody waits or works for exactly this request: the loket tells that person first."""
    found = {
        INVITED: Invitation.objects.filter(request=loser, state__in=OPEN_INVITATION),
        AT_WORK: Mission.objects.filter(invitation__request=loser, state__in=OPEN_MISSION),
        PARTS: PartQuestion.objects.filter(request=loser, state__in=OPEN_PART),
        TEAM: AdoptionTeam.objects.filter(request=loser, state__in=OPEN_TEAM),
    }
    return [sentence.format(loser.reference) for sentence, rows in found.items() if rows.exists()]
