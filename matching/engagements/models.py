"""An invitation of somebody of the pool for a request, and the mission that comes of it."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from krachtwijken.core.tokens import new_token
from matching.engagements.enums import DeclineCode, InvitationState, MissionState, StopCode, StoppedBy
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION

MOST_DAYS = 60
DAYS = [MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
# Somebody whose profile was forgotten, in lists of what once was.
NOBODY_MORE = "Iemand die niet meer in de pool staat"


class Invitation(models.Model):
    request = models.ForeignKey(
        "matching.SupportRequest",
        verbose_name="verzoek",
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    profile = models.ForeignKey(
        "expertpool.ExpertProfile",
        verbose_name="profiel",
        null=True,
        on_delete=models.SET_NULL,
        related_name="invitations",
    )
    # What the loket tells this person; the words of the gemeente stay where they are.
    message = models.TextField("wat is de vraag", max_length=3000)
    days = models.PositiveSmallIntegerField("aantal dagen", validators=DAYS)
    start = models.DateField("gewenste start", null=True, blank=True)
    answer_by = models.DateField("antwoord uiterlijk")
    state = models.CharField(
        "stand", max_length=20, choices=InvitationState.choices, default=InvitationState.SENT
    )
    decline_code = models.CharField("reden", max_length=20, choices=DeclineCode.choices, blank=True)
    answer_words = models.TextField("toelichting", max_length=1000, blank=True)
    proposed_start = models.DateField("voorgestelde start", null=True, blank=True)
    # Why the loket asked somebody who has no room, in the words of `invited_by`.
    overruling = models.TextField("waarom toch", max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="uitgenodigd door",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Stands in the link of the mail, which works without login as long as an answer may be given.
    token = models.CharField("sleutel", max_length=40, unique=True, default=new_token)
    sent_at = models.DateTimeField("verstuurd op", auto_now_add=True)
    state_since = models.DateTimeField("stand sinds", default=timezone.now)
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=InvitationState.values), name="invitation_state_known"
            ),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="invitation_days_positive"),
            models.UniqueConstraint(
                fields=["request", "profile"],
                condition=models.Q(state__in=OPEN_INVITATION),
                name="invited_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: uitnodiging {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:invitation", args=[self.pk])

    @property
    def whom(self) -> str:
        """By function, as the pool does."""
        return self.profile.title if self.profile else NOBODY_MORE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_INVITATION

    def may_be_answered(self, *, today: date) -> bool:
        return self.state == InvitationState.SENT and today <= self.answer_by


class Mission(models.Model):
    invitation = models.OneToOneField(
        Invitation, verbose_name="uitnodiging", on_delete=models.CASCADE, related_name="mission"
    )
    days = models.PositiveSmallIntegerField("aantal dagen", validators=DAYS)
    # What was agreed, and on what day it began in the end.
    start = models.DateField("afgesproken begin", null=True, blank=True)
    begun_on = models.DateField("begonnen op", null=True, blank=True)
    end = models.DateField("einde", null=True, blank=True)
    report = models.TextField("verslag", max_length=5000, blank=True)
    break_reason = models.TextField("waarom afgebroken", max_length=1000, blank=True)
    # Of what broke off: who decided, and what who helped chose from the list.
    stopped_by = models.CharField(
        "gestopt door", max_length=20, choices=StoppedBy.choices, blank=True, default="", db_default=""
    )
    stop_code = models.CharField(
        "reden om te stoppen", max_length=20, choices=StopCode.choices, blank=True, default="", db_default=""
    )
    state = models.CharField(
        "stand", max_length=20, choices=MissionState.choices, default=MissionState.PLANNED
    )
    state_since = models.DateTimeField("stand sinds", default=timezone.now)
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "opdracht"
        verbose_name_plural = "opdrachten"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MissionState.values), name="mission_state_known"
            ),
            models.CheckConstraint(condition=models.Q(days__gte=1), name="mission_days_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation.request}: opdracht {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:mission", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_MISSION
