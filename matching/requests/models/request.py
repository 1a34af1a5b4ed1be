"""A request for help, what was decided on it, and a request that is still being written."""

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.fields import ChoiceListField
from krachtwijken.core.tokens import new_token
from matching.requests.enums import KIND_OPEN, RefusalReason, RequestKind, RequestStatus, Urgency
from matching.requests.workflow import OPEN


class SupportRequest(models.Model):
    reference = models.CharField("kenmerk", max_length=20, unique=True)
    gemeente = models.ForeignKey(
        "core.Gemeente", verbose_name="gemeente", on_delete=models.PROTECT, related_name="requests"
    )
    wijk = models.ForeignKey(
        "core.Wijk", verbose_name="wijk", null=True, blank=True, on_delete=models.PROTECT
    )
    # Empty as long as the loket has to choose it.
    kind = models.CharField(
        "soort hulp", max_length=30, blank=True, choices=[("", KIND_OPEN), *RequestKind.choices]
    )
    problem = models.TextField("probleem")
    tried = models.TextField("wat u al probeerde", blank=True)
    wanted = models.TextField("gewenst resultaat")
    urgency = models.CharField("haast", max_length=20, choices=Urgency.choices)
    # Of versions before there were several: a contact has a function of its own now (RequestContact). Empty, but for what
    # such a version writes while a newer one is put in its place.
    contact = models.CharField("contact (functie)", max_length=120, blank=True, default="", db_default="")
    # By kind the answers to its own questions (kinds/registry.py): another kind later leaves them where they are.
    own_answers = models.JSONField(
        "eigen vragen", default=dict, blank=True, db_default=Value({}, models.JSONField())
    )
    # Whom the gemeente does not want, seen by the loket; until when the request counts in no public number.
    excluded = models.TextField("liever niet", blank=True, default="", db_default="")
    confidential_until = models.DateField("vertrouwelijk tot en met", null=True, blank=True)
    themes = ChoiceListField(ThemeCode, verbose_name="thema's")
    # The known problems that the text states, as themes are: for counting, never shown with the request's name.
    problems = models.ManyToManyField(
        "core.ProblemLabel", verbose_name="problemen", related_name="+", blank=True
    )
    # Whether somebody at the loket said so: then the advice goes by these, and not by what is read in the text.
    problems_corrected = models.BooleanField("problemen verbeterd", default=False, db_default=False)
    # Or the gemeente itself, where it read an answer and chose what it is about.
    problems_chosen = models.BooleanField(
        "problemen gekozen door de gemeente", default=False, db_default=False
    )
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
    # Who stands in for the owner, and hears of it when the request is late.
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vervanger",
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
    # Of the state that it is in: the terms for forgetting count from here.
    status_since = models.DateTimeField("stand sinds", default=timezone.now, db_default=Now())
    # Of one that was answered with knowledge: when the gemeente was asked whether that helped.
    silence_told_at = models.DateTimeField("gevraagd of het antwoord hielp", null=True, blank=True)
    # When the gemeente said last that the answer did not help, and how often it did: from there the term runs anew.
    reopened_at = models.DateTimeField("verder gegaan op", null=True, blank=True)
    times_reopened = models.PositiveSmallIntegerField("hoe vaak verder gegaan", default=0, db_default=0)
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
    def handler(self) -> User | None:
        """The owner, as long as he or she can do something: an account that was closed or left the loket owns nothing.
        A list says so for all rows at once (`selectors.with_owners`)."""
        owner: User | None = self.owner
        if owner is None:
            return None
        known: bool | None = getattr(self, "owner_works", None)
        works = owner.has_role(Role.LOKET) if known is None else known
        return owner if works else None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Decision(models.Model):
    """Why a request went the way it went; the advice that lay there is kept with it."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="decisions")
    to = models.CharField("besluit", max_length=20, choices=RequestStatus.choices)
    reason = models.TextField("reden")
    # Of a refusal only; older ones have none.
    refusal = models.CharField(
        "waarom afgewezen",
        max_length=30,
        choices=RefusalReason.choices,
        blank=True,
        default="",
        db_default="",
    )
    alternative = models.TextField("andere route", blank=True)
    advice = models.JSONField("advies dat er lag", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(refusal__in=["", *RefusalReason.values]), name="decision_refusal_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.to}"


class RequestDraft(models.Model):
    """Answers so far; survives a time-out. Submitting uses it up, so that a second submit finds the first request."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="request_drafts"
    )
    # Stands in the address of its pages, so that two tabs do not mix.
    # Empty is what a version writes that does not know of it, while a newer one is put in its place.
    token = models.CharField("sleutel", max_length=40, default=new_token, db_default="")
    answers = models.JSONField("antwoorden", default=dict)
    submitted = models.OneToOneField(
        SupportRequest, null=True, on_delete=models.SET_NULL, related_name="draft"
    )
    changed_at = models.DateTimeField("veranderd", auto_now=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = "concept"
        verbose_name_plural = "concepten"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token"], condition=~models.Q(token=""), name="draft_token_once"
            )
        ]

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
