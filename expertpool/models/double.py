"""Two profiles that may be of one person, until a person decides; what was decided stays with them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from expertpool.models.profile import ExpertProfile


class DoubleState(models.TextChoices):
    FOUND = "gevonden", "Wacht op het loket"
    ASKED = "gevraagd", "Wacht op de eigenaar"
    OTHER = "ander", "Niet dezelfde persoon"


class PossibleDouble(models.Model):
    """Each of a pair once, the older first. Whoever was mailed has a link per address, and opens it with the code of the
    other: only who reads both can."""

    first = models.ForeignKey(
        ExpertProfile, verbose_name="profiel", on_delete=models.CASCADE, related_name="doubles_after"
    )
    second = models.ForeignKey(
        ExpertProfile, verbose_name="lijkt op", on_delete=models.CASCADE, related_name="doubles_before"
    )
    state = models.CharField("stand", max_length=10, choices=DoubleState.choices, default=DoubleState.FOUND)
    found_at = models.DateTimeField("gevonden op", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="besloten door", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    # Of the question to the owner: which of both stays, until when the links work, and what they are.
    keeps_first = models.BooleanField("het eerste blijft", default=True)
    link_until = models.DateTimeField("link geldig tot", null=True, blank=True)
    first_token = models.CharField("sleutel van het eerste", max_length=40, blank=True, db_index=True)
    second_token = models.CharField("sleutel van het tweede", max_length=40, blank=True, db_index=True)
    first_code = models.CharField("code van het eerste", max_length=8, blank=True)
    second_code = models.CharField("code van het tweede", max_length=8, blank=True)

    class Meta:
        ordering = ["found_at", "pk"]
        verbose_name = "mogelijk dubbel profiel"
        verbose_name_plural = "mogelijk dubbele profielen"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="double_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="double_older_first"),
            models.CheckConstraint(condition=Q(state__in=DoubleState.values), name="double_state_known"),
        ]

    def __str__(self) -> str:
        return f"mogelijk dubbel {self.pk}"

    @property
    def is_asked_now(self) -> bool:
        """Whoever was mailed can still answer."""
        return (
            self.state == DoubleState.ASKED
            and self.link_until is not None
            and self.link_until >= timezone.now()
        )

    @property
    def winner(self) -> ExpertProfile:
        return self.first if self.keeps_first else self.second

    @property
    def loser(self) -> ExpertProfile:
        return self.second if self.keeps_first else self.first
