"""Somebody who is tied to one wijk for a time, and the visits."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse

from matching.couplings.enums import CouplingKind
from matching.engagements.models import Mission
from matching.requests.models.request import SupportRequest


class Coupling(models.Model):
    """By function. A name stands here only of who is public, or said that it may; of somebody of the pool nothing is
    copied that the profile does not show to everybody."""

    wijk = models.ForeignKey(
        "core.Wijk", verbose_name="wijk", on_delete=models.PROTECT, related_name="couplings"
    )
    # Empty of one that the loket made without being asked.
    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="couplings",
    )  # fmt: skip
    kind = models.CharField("soort", max_length=20, choices=CouplingKind.choices)
    function = models.CharField("functie", max_length=120)
    name = models.CharField("naam", max_length=120, blank=True)
    mission = models.ForeignKey(
        Mission, verbose_name="opdracht", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="couplings",
    )  # fmt: skip
    came_by_invitation = models.BooleanField("kwam via een uitnodiging", default=False)
    purpose = models.TextField("waarvoor")
    starts_on = models.DateField("begin")
    ends_on = models.DateField("einde", null=True, blank=True)
    # Of the form it was written in: sent twice it is one coupling.
    token = models.CharField("sleutel", max_length=60, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gemaakt door", null=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CouplingKind.values), name="coupling_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="coupling_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"koppeling {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:coupling", args=[self.pk])

    def is_over(self, *, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today


class CouplingVisit(models.Model):
    """One a year is what was agreed in 2007; more may be."""

    coupling = models.ForeignKey(
        Coupling, verbose_name="koppeling", on_delete=models.CASCADE, related_name="visits"
    )
    planned_on = models.DateField("afgesproken op")
    held_on = models.DateField("geweest op", null=True, blank=True)
    report = models.TextField("verslag", blank=True)
    token = models.CharField("sleutel", max_length=60)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="verslag van", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = "bezoek bij een koppeling"
        verbose_name_plural = "bezoeken bij koppelingen"
        constraints = [
            models.UniqueConstraint(fields=["coupling", "token"], name="visit_token_once"),
        ]

    def __str__(self) -> str:
        return f"bezoek {self.pk}"
