"""How often somebody wants to hear."""

from django.db.models import TextChoices


class Frequency(TextChoices):
    DAILY = "dagelijks", "Elke dag"
    WEEKLY = "wekelijks", "Elke week"
    NEVER = "nooit", "Nooit: ik kijk zelf"
