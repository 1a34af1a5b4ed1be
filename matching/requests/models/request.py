"""A request for help, what was decided on it, and a request that is still being written."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.fields import ChoiceListField
from matching.requests.enums import RequestKind, RequestStatus, Urgency
from matching.requests.workflow import OPEN


class SupportRequest(models.Model):
    reference = models.CharField("kenmerk", max_length=20, unique=True)
    gemeente = models.ForeignKey(
        "core.Gemeente", verbose_name="gemeente", on_delete=models.PROTECT, related_name="requests"
    )
    wijk = models.ForeignKey(
        "core.Wijk", verbose_name="wijk", null=True, blank=True, on_delete=models.PROTECT
    )
    kind = models.CharField("soort hulp", max_length=30, choices=RequestKind.choices)
    problem = models.TextField("probleem")
    tried = models.TextField("wat u al probeerde", blank=True)
    wanted = models.TextField("gewenst resultaat")
    urgency = models.CharField("haast", max_length=20, choices=Urgency.choices)
    contact = models.CharField("contact (functie)", max_length=120)
    themes = ChoiceListField(ThemeCode, verbose_name="thema's")
    status = models.CharField(
        "stand", max_length=20, choices=RequestStatus.choices, default=RequestStatus.INGEDIEND
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="eigenaar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="indiener",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("ingediend op", auto_now_add=True)
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "ondersteuningsverzoek"
        verbose_name_plural = "ondersteuningsverzoeken"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=RequestStatus.values), name="request_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("matching:status", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Decision(models.Model):
    """Why a request went the way it went; the advice that lay there is kept with it."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="decisions")
    to = models.CharField("besluit", max_length=20, choices=RequestStatus.choices)
    reason = models.TextField("reden")
    alternative = models.TextField("andere route", blank=True)
    advice = models.JSONField("advies dat er lag", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"

    def __str__(self) -> str:
        return f"{self.request}: {self.to}"


class RequestDraft(models.Model):
    """Answers so far; survives a time-out. Submitting uses it up, so that a second submit finds the first request."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="request_drafts"
    )
    answers = models.JSONField("antwoorden", default=dict)
    submitted = models.OneToOneField(
        SupportRequest, null=True, on_delete=models.SET_NULL, related_name="draft"
    )
    changed_at = models.DateTimeField("veranderd", auto_now=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = "concept"
        verbose_name_plural = "concepten"

    def __str__(self) -> str:
        return f"concept {self.pk}"


class RequestCounter(models.Model):
    """The last number given in a year."""

    year = models.PositiveSmallIntegerField("jaar", primary_key=True)
    last = models.PositiveIntegerField("laatste nummer", default=0)

    class Meta:
        verbose_name = "nummering"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
