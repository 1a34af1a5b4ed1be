"""Closed lists of invitations and missions."""

from django.db.models import TextChoices


class InvitationState(TextChoices):
    SENT = "verstuurd", "Wacht op antwoord"
    OTHER_DATE = "andere_datum", "Andere datum voorgesteld"
    ACCEPTED = "aangenomen", "Aangenomen"
    DECLINED = "afgeslagen", "Afgeslagen"
    EXPIRED = "verlopen", "Verlopen"
    WITHDRAWN = "ingetrokken", "Ingetrokken"


class LapseReason(TextChoices):
    """Why nobody waits any more for an answer, when neither who was asked nor somebody at the loket ended it."""

    ACCOUNT = "account", "Het account van deze persoon is gesloten."
    POOL = "pool", "Deze persoon doet niet meer mee in de pool."
    REQUEST = "verzoek", "Het verzoek loopt niet meer."
    TIME = "termijn", "Er kwam niet op tijd een antwoord."
    DAY = "dag", "De voorgestelde datum ging voorbij. Het loket had nog niet gezegd of die past."


class DeclineCode(TextChoices):
    NO_TIME = "geen_tijd", "Ik heb nu geen tijd"
    NO_FIT = "past_niet", "De vraag past niet bij mij"
    TOO_FAR = "te_ver", "Het is te ver weg"
    INVOLVED = "betrokken", "Ik ben er zelf bij betrokken"
    OTHER = "anders", "Iets anders"


class Reply(TextChoices):
    """What somebody may answer, in the words of the form."""

    YES = "ja", "Ja, ik doe mee"
    OTHER_DATE = "andere_datum", "Ja, maar op een andere datum"
    NO = "nee", "Nee, ik doe niet mee"


class StopCode(TextChoices):
    """Why who helps stops. Nothing about health: that is nobody's business."""

    NO_TIME = "geen_tijd", "Ik heb er geen tijd meer voor"
    CANNOT = "omstandigheden", "Ik kan door omstandigheden niet verder"
    NO_FIT = "past_niet", "Het werk past toch niet bij mij"
    NOT_NEEDED = "niet_nodig", "De wijk heeft mijn hulp niet meer nodig"
    OTHER = "anders", "Iets anders"


class StoppedBy(TextChoices):
    """Who decided that a mission breaks off; nobody knows of those before this was kept."""

    DESK = "loket", "Het loket besloot dat."
    HELPER = "wie_hielp", "Wie hielp, besloot dat."
    REQUEST = "verzoek", "Het verzoek was voorbij."


class MissionState(TextChoices):
    PLANNED = "gepland", "Gepland"
    RUNNING = "loopt", "Loopt"
    REPORTED = "verslag", "Verslag ingeleverd"
    ENDED = "afgerond", "Afgerond"
    BROKEN_OFF = "afgebroken", "Afgebroken"
