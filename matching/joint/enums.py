"""Closed lists of a joint question."""

from django.db.models import TextChoices


class SessionReply(TextChoices):
    """Of one gemeente to the day, time and place that stand there now."""

    COMES = "komt", "Wij komen"
    STAYS_AWAY = "komt_niet", "Wij komen niet"
