"""Closed lists of mail that comes in."""

from enum import StrEnum

from django.db.models import TextChoices


class Fate(StrEnum):
    """What becomes of one mail."""

    THREAD = "thread"
    PERSON = "person"
    BOUNCE = "bounce"
    ABSENCE = "absence"
    DROPPED = "dropped"


class MailState(TextChoices):
    WAITING = "wacht", "Wacht op u"
    THREAD = "gesprek", "In het gesprek"
    PLACED = "geplaatst", "In het gesprek gezet"
    ANSWERED = "beantwoord", "Beantwoord"
    REMOVED = "verwijderd", "Verwijderd"
    ABSENCE = "afwezig", "Automatisch antwoord"


class Doubt(TextChoices):
    """Why a person looks first."""

    NO_KEY = "no_key", "Deze mail hoort niet bij een verzoek, of wij weten niet bij welk."
    OTHER_SENDER = "other_sender", "Iemand anders antwoordt op een mail die niet aan dit adres ging."
    FORGED = "forged", "De afzender is misschien nagemaakt."
    NO_RIGHT = "no_right", "De afzender werkt niet meer voor deze gemeente."
    STAFF = (
        "staff",
        "Van een collega van het programma of een kenniscentrum. Wij weten niet zeker of die het zelf schreef.",
    )
    EXPERT = "expert", "Van iemand die meehelpt. Voor deze mail is er geen gesprek."
    OVER = "over", "Wat het loket aan de afzender vroeg, is voorbij."
    CLOSED = "closed", "Het verzoek is afgesloten."
    PERSONAL = "personal", "In de mail staan misschien gegevens van een bewoner."
    FORWARDED = "forwarded", "Een doorgestuurde mail: de tekst is misschien van iemand anders."
    CALENDAR = "calendar", "Een uitnodiging voor in de agenda."
    EMPTY = "empty", "Er staat geen eigen tekst in de mail."
    LONG = "long", "De tekst is te lang voor het gesprek."
    TOO_BIG = "too_big", "De mail is te groot. Wij lazen alleen het begin."
    MANY = "many", "Van deze afzender kwamen veel mails in een uur."
    SPAM = "spam", "De mailserver denkt dat dit reclame is."
    BULK = "bulk", "Deze mail lijkt aan veel mensen tegelijk gestuurd."
    UNREADABLE = "unreadable", "Wij kunnen deze mail niet goed lezen."


class RemovalReason(TextChoices):
    SPAM = "spam", "Reclame of misbruik"
    WRONG_PLACE = "verkeerd_adres", "Niet voor het loket bedoeld"
    RESIDENT = "bewoner", "Er staan gegevens van een bewoner in"
    DOUBLE = "dubbel", "Dit hadden wij al"
    OTHER = "anders", "Er hoeft niets mee te gebeuren"
