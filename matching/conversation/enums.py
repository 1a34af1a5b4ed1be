"""Closed lists of the conversation."""

from django.db.models import TextChoices


class Side(TextChoices):
    GEMEENTE = "gemeente", "Gemeente"
    LOKET = "loket", "Loket"
    ACCOUNTMANAGER = "accountmanager", "Accountmanager"


class PromiseState(TextChoices):
    OPEN = "open", "Loopt nog"
    KEPT = "nagekomen", "Nagekomen"
    BROKEN = "niet_nagekomen", "Niet nagekomen"
    DROPPED = "vervallen", "Niet meer nodig"
