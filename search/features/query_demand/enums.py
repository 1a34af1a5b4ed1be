"""What the redactie decided about a question."""

from django.db.models import TextChoices


class Moderation(TextChoices):
    AUTOMATIC = "vanzelf", "Tonen als alle woorden bekend zijn"
    SHOWN = "tonen", "Tonen"
    HIDDEN = "verbergen", "Verbergen"
