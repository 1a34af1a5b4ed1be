"""Closed lists of reading along."""

from django.db.models import TextChoices


class ApprovalState(TextChoices):
    WAITING = "wacht", "Wacht op akkoord"
    CHANGE = "aanpassen", "Eerst aanpassen"
    AGREED = "akkoord", "Akkoord: naar de redactie"


class ReaderSide(TextChoices):
    LOKET = "loket", "Het loket"
    EXPERT = "deskundige", "Een deskundige"
    CENTRE = "kenniscentrum", "Een kenniscentrum"


class Word(TextChoices):
    """What somebody may say, in the words of the form."""

    AGREED = "akkoord", "Akkoord"
    CHANGE = "aanpassen", "Eerst aanpassen"


class HowSaid(TextChoices):
    """How a word of a side came in."""

    LOGIN = "ingelogd", "Met een account"
    LINK = "link", "Met een link, zonder account"
    WRITTEN_DOWN = "opgeschreven", "Opgeschreven door het loket"
