"""That somebody agreed to be listed: to which text, when and how. Rows are added; only an end is filled in later."""

from django.db import models
from django.db.models import Q

from expertpool.models.profile import ExpertProfile


class ConsentHow(models.TextChoices):
    LINK = "link", "Via een link in een mail"
    OWN_PAGE = "eigen_pagina", "Op de eigen pagina"


class ConsentRow(models.Model):
    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="consents")
    text_version = models.CharField("versie van de tekst", max_length=20)
    how = models.CharField("hoe", max_length=20, choices=ConsentHow.choices)
    given_at = models.DateTimeField("gegeven op")
    until = models.DateField("geldig tot en met", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        constraints = [
            models.CheckConstraint(condition=Q(how__in=ConsentHow.values), name="consent_how_known"),
        ]

    def __str__(self) -> str:
        return f"toestemming {self.pk}"
