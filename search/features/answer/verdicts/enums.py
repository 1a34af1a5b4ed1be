"""What a reader says of a find."""

from django.db.models import TextChoices


class Verdict(TextChoices):
    YES = "ja", "Ja"
    NO = "nee", "Nee"
