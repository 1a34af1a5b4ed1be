"""Closed lists of the closing."""

from django.db.models import TextChoices


class Degree(TextChoices):
    YES = "ja", "Ja"
    PARTLY = "deels", "Voor een deel"
    NO = "nee", "Nee"


class Recommend(TextChoices):
    YES = "ja", "Ja"
    PERHAPS = "misschien", "Misschien"
    NO = "nee", "Nee"
