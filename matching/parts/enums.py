"""Closed lists of parts of a question."""

from django.db.models import TextChoices


class PartState(TextChoices):
    ASKED = "gevraagd", "Wacht op antwoord"
    ANSWERED = "beantwoord", "Beantwoord"
    USED = "verwerkt", "Verwerkt in het antwoord"
    DECLINED = "geweigerd", "Kan hier niet op antwoorden"
    WITHDRAWN = "ingetrokken", "Ingetrokken"
