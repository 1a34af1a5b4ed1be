"""When somebody is away, and how often a profile was looked at."""

from django.db import models
from django.db.models import F, Q

from expertpool.models.profile import ExpertProfile


class SeenFrom(models.TextChoices):
    VISITOR = "bezoeker", "Bezoekers"
    GEMEENTE = "gemeente", "Gemeenten"
    PROGRAMME = "programma", "Het loket en het programma"
    OTHER = "ander", "Anderen met een account"


class Pause(models.Model):
    """Days on which nobody asks this person, both included."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="pauses")
    starts = models.DateField("van")
    ends = models.DateField("tot en met")

    class Meta:
        ordering = ["starts", "pk"]
        verbose_name = "pauze"
        verbose_name_plural = "pauzes"
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="pause_ends_after_start"),
            models.UniqueConstraint(fields=["profile", "starts", "ends"], name="pause_once"),
        ]

    def __str__(self) -> str:
        return f"pauze {self.pk}"


class ProfileViews(models.Model):
    """How often in one month, from where; never who."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="+")
    month = models.DateField("maand")
    seen_from = models.CharField("door", max_length=20, choices=SeenFrom.choices)
    count = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        ordering = ["-month", "seen_from"]
        verbose_name = "keer bekeken"
        verbose_name_plural = "keren bekeken"
        constraints = [
            models.UniqueConstraint(fields=["profile", "month", "seen_from"], name="profile_views_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.count}"
