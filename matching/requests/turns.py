"""Whose turn a request is, and by what fact. The facts lie in rooms above (matching/turns.py), which are asked here."""

from collections.abc import Callable

from django.db.models import Case, CharField, QuerySet, TextChoices, Value, When

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.providers import Provider
from matching.requests.enums import RequestStatus, WaitsFor
from matching.requests.models.request import SupportRequest
from matching.requests.rules import works_for


class Turn(TextChoices):
    """What has to happen next; the first that holds counts."""

    NEW = "nieuw", "Nog niet opgepakt"
    NOT_HELPED = "hielp_niet", "Het antwoord hielp niet"
    GEMEENTE_WROTE = "gemeente_schreef", "De gemeente schreef iets"
    MAIL = "post", "Er ligt een mail bij Post"
    HELPER_WROTE = "helper_schreef", "Wie meehelpt schreef iets"
    OTHER_DATE = "andere_datum", "Andere datum voorgesteld"
    REPORT = "verslag", "Een verslag ligt klaar"
    HELPER_LEFT = "helper_stopte", "Wie hielp, stopte: zoek iemand anders"
    TO_INVITE = "uitnodigen", "Nodig uit wie de gemeente koos"
    TO_BEGIN = "begin_afspreken", "Spreek het begin af met wie ja zei"
    TEAM_TO_BEGIN = "team_begint", "Het adoptieteam moet beginnen"
    TEAM_LATE = "team_te_laat", "Het adoptieteam is over de einddatum"
    PROMISE_LATE = "toezegging_te_laat", "Een toezegging is over de datum"
    PARTS_ANSWERED = "deelvragen_klaar", "Alle deelvragen zijn beantwoord"
    TO_EXECUTE = "in_uitvoering", "Zet het verzoek in uitvoering, of doe een voorstel"
    PROPOSAL = "voorstel", "Antwoord op het voorstel"
    DESK_ASKED = "loket_vroeg", "Het loket vroeg iets"
    PART_OPEN = "deelvraag", "Antwoord op een deelvraag"
    INVITED = "uitgenodigd", "Antwoord op een uitnodiging"
    MISSION = "opdracht", "Een opdracht loopt"
    TEAM = "team", "Het adoptieteam is aan het werk"
    PROMISE = "toezegging", "Een toezegging loopt"
    ANSWERED = "antwoord", "Bericht of het antwoord hielp"
    DESK = "loket", "De volgende stap"


WHO: dict[Turn, WaitsFor] = {
    Turn.NEW: WaitsFor.LOKET,
    Turn.NOT_HELPED: WaitsFor.LOKET,
    Turn.GEMEENTE_WROTE: WaitsFor.LOKET,
    Turn.MAIL: WaitsFor.LOKET,
    Turn.HELPER_WROTE: WaitsFor.LOKET,
    Turn.OTHER_DATE: WaitsFor.LOKET,
    Turn.REPORT: WaitsFor.LOKET,
    Turn.HELPER_LEFT: WaitsFor.LOKET,
    Turn.TO_INVITE: WaitsFor.LOKET,
    Turn.TO_BEGIN: WaitsFor.LOKET,
    Turn.TEAM_TO_BEGIN: WaitsFor.LOKET,
    Turn.TEAM_LATE: WaitsFor.LOKET,
    Turn.PROMISE_LATE: WaitsFor.LOKET,
    Turn.PARTS_ANSWERED: WaitsFor.LOKET,
    Turn.TO_EXECUTE: WaitsFor.LOKET,
    Turn.PROPOSAL: WaitsFor.GEMEENTE,
    Turn.DESK_ASKED: WaitsFor.GEMEENTE,
    Turn.PART_OPEN: WaitsFor.CENTRUM,
    Turn.INVITED: WaitsFor.UITVOERDER,
    Turn.MISSION: WaitsFor.UITVOERDER,
    Turn.TEAM: WaitsFor.UITVOERDER,
    Turn.PROMISE: WaitsFor.UITVOERDER,
    Turn.ANSWERED: WaitsFor.GEMEENTE,
    Turn.DESK: WaitsFor.LOKET,
}


def _by_state(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """What can be said without the rooms above."""
    return requests.annotate(
        turn=Case(
            When(status=RequestStatus.INGEDIEND, then=Value(Turn.NEW.value)),
            When(status=RequestStatus.VOORGESTELD, then=Value(Turn.PROPOSAL.value)),
            When(status=RequestStatus.IN_BEHANDELING, then=Value(Turn.DESK.value)),
            When(status=RequestStatus.IN_UITVOERING, then=Value(Turn.MISSION.value)),
            When(status=RequestStatus.BEANTWOORD, then=Value(Turn.ANSWERED.value)),
            default=Value(""),
            output_field=CharField(),
        )
    )


# Annotates `turn`: a value of Turn, empty for what is done.
with_turn: Provider[Callable[[QuerySet[SupportRequest]], QuerySet[SupportRequest]]] = Provider(_by_state)


def turns_of(who: WaitsFor) -> list[str]:
    return [turn.value for turn, waits in WHO.items() if waits is who]


def turn_of_gemeente(viewer: Viewer, request: SupportRequest) -> str:
    """A value of Turn when this viewer, who works for the gemeente, has to do something; of a request with its turn."""
    code = str(getattr(request, "turn", ""))
    is_theirs = code in turns_of(WaitsFor.GEMEENTE) and works_for(viewer, request.gemeente)
    return code if is_theirs else ""


def who_is_next(request: SupportRequest) -> str:
    """In words, of a request with its turn; by what fact is for the loket. Empty for what is done."""
    code = str(getattr(request, "turn", ""))
    return str(WHO[Turn(code)].label) if code else ""


def why_next(request: SupportRequest) -> str:
    """By what fact, in words for the loket; of a request with its turn. Empty for what is done."""
    code = str(getattr(request, "turn", ""))
    return str(Turn(code).label) if code else ""
