"""Closed lists of couplings."""

from django.db.models import TextChoices


class CouplingKind(TextChoices):
    MINISTER = "bewindspersoon", "Bewindspersoon"
    EXPERT = "deskundige", "Deskundige"
