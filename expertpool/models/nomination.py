"""Somebody who might come into the pool, and what two people said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value

from expertpool.models.profile import ExpertProfile


class NominationState(models.TextChoices):
    NOMINATED = "voorgedragen", "Wacht op toestemming"
    CONSENTED = "toegestemd", "Wacht op toetsing"
    ADMITTED = "toegelaten", "Toegelaten"
    REFUSED = "afgewezen", "Afgewezen"


class NominatedBy(models.TextChoices):
    SELF = "zelf", "Ikzelf"
    COLLEAGUE = "collega", "Iemand met wie ik werk"
    ORGANISATION = "organisatie", "Iemand van mijn organisatie"


class VettingSide(models.TextChoices):
    DESK = "loket", "Het loket"
    SECOND = "tweede", "Accountmanager of beheer"


OPEN_NOMINATION = [NominationState.NOMINATED, NominationState.CONSENTED]


class Nomination(models.Model):
    """`profile` is there from consent on, for nobody to see until two people agreed."""

    email = models.EmailField("e-mailadres")
    # From a list that an organisation or the loket sent: to see whether somebody is known, and for the account.
    name = models.CharField("naam", max_length=120, blank=True, default="", db_default="")
    # What such a list said of the person, to be looked at first by the person; goes with the yes or the no.
    prefill = models.JSONField(
        "al ingevuld", default=dict, blank=True, db_default=Value({}, models.JSONField())
    )
    title = models.CharField("functie", max_length=120)
    why = models.TextField("waarom", blank=True)
    by = models.CharField("voorgedragen door", max_length=20, choices=NominatedBy.choices)
    # That brought somebody in; the tie is made when that person agrees.
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name="organisatie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        "stand", max_length=20, choices=NominationState.choices, default=NominationState.NOMINATED
    )
    token = models.CharField("sleutel", max_length=40, unique=True)
    link_until = models.DateTimeField("link geldig tot")
    created_at = models.DateTimeField("voorgedragen op", auto_now_add=True)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    profile = models.OneToOneField(
        ExpertProfile, null=True, blank=True, on_delete=models.CASCADE, related_name="nomination"
    )

    class Meta:
        ordering = ["created_at"]
        verbose_name = "voordracht"
        verbose_name_plural = "voordrachten"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NominationState.values), name="nomination_state_known"
            ),
            models.CheckConstraint(condition=Q(by__in=NominatedBy.values), name="nomination_by_known"),
            models.CheckConstraint(
                condition=~Q(state=NominationState.CONSENTED) | Q(profile__isnull=False),
                name="nomination_consented_has_profile",
            ),
            models.UniqueConstraint(
                fields=["email"], condition=Q(state__in=OPEN_NOMINATION), name="nomination_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"voordracht {self.pk}"

    @property
    def is_consented(self) -> bool:
        """Whom it is about said yes: who vets may read it."""
        return self.state == NominationState.CONSENTED


class Vetting(models.Model):
    """One of the two verdicts. Each side gives one, and nobody gives both."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="vettings")
    side = models.CharField("namens", max_length=20, choices=VettingSide.choices)
    vetter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    agrees = models.BooleanField("akkoord")
    reason = models.TextField("reden")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        ordering = ["at"]
        verbose_name = "toets"
        verbose_name_plural = "toetsen"
        constraints = [
            models.CheckConstraint(condition=Q(side__in=VettingSide.values), name="vetting_side_known"),
            models.UniqueConstraint(fields=["nomination", "side"], name="vetting_once_per_side"),
            models.UniqueConstraint(fields=["nomination", "vetter"], name="vetting_once_per_vetter"),
        ]

    def __str__(self) -> str:
        return f"toets {self.pk}"
