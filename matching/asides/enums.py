"""Closed lists of what is said aside."""

from django.db.models import TextChoices


class AsideSide(TextChoices):
    LOKET = "loket", "Loket"
    HELPER = "helpt", "Wie meehelpt"
