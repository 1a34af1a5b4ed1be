"""Somebody who breaks blockades: what they can, what proves it, and who may see it."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from expertpool.enums import Ability, EvidenceKind, ExpertRole, Level, Origin, Visibility
from krachtwijken.core.fields import ChoiceListField, SortKeyField

DEPTH = [MinValueValidator(1), MaxValueValidator(3)]
# Work of so many years ago proves nothing any more, unless its owner said so less than so many years ago.
FADES_AFTER, CONFIRMED_FOR = 10, 3
ABILITY = [MinValueValidator(0), MaxValueValidator(3)]


class ExpertProfile(models.Model):
    """Named by function. Without consent, or after its term, nobody but the owner finds it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="account",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="expert_profile",
    )
    # Chosen by the owner alone: may keep the professional part up to date (expertpool/alliance).
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name="organisatie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pool_people",
    )
    title = models.CharField("functie", max_length=120)
    sort_title = SortKeyField(of="title")
    slug = models.SlugField("adres", max_length=120, unique=True)
    summary = models.TextField("in het kort", max_length=500)
    about = models.TextField("ervaring", max_length=3000)
    # Of the version before, which keeps lists here: nothing reads them any more, and they go with a later release.
    # Levels and roles are rows (`level_rows`, `role_rows`).
    levels = ChoiceListField(Level, verbose_name="niveaus")
    roles = ChoiceListField(ExpertRole, verbose_name="rollen")
    # What the action plan asks for, 0 to 3. The first three are what the advice weighs.
    seeing = models.PositiveSmallIntegerField("problemen zien en verwoorden", default=0, validators=ABILITY)
    connecting = models.PositiveSmallIntegerField("partijen verbinden", default=0, validators=ABILITY)
    support = models.PositiveSmallIntegerField("draagvlak maken", default=0, validators=ABILITY)
    persisting = models.PositiveSmallIntegerField("doorzetten", default=0, db_default=0, validators=ABILITY)
    short_lines = models.PositiveSmallIntegerField(
        "korte lijnen", default=0, db_default=0, validators=ABILITY
    )
    origin = models.CharField(
        "achtergrond", max_length=20, choices=Origin.choices, blank=True, default="", db_default=""
    )
    days_per_month = models.PositiveSmallIntegerField(
        "dagen per maand", default=0, validators=[MaxValueValidator(31)]
    )
    max_parallel = models.PositiveSmallIntegerField("opdrachten tegelijk", default=1)
    available_until = models.DateField("beschikbaar tot en met", null=True, blank=True)
    area = models.CharField("gebied", max_length=200, blank=True)
    visibility = models.CharField(
        "wie dit profiel ziet", max_length=20, choices=Visibility.choices, default=Visibility.LOKET
    )
    consent_until = models.DateField("toestemming tot", null=True, blank=True)
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["sort_title"]
        verbose_name = "profiel"
        verbose_name_plural = "profielen"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("expertpool:detail", args=[self.slug])

    @property
    def level_labels(self) -> list[str]:
        return [str(Level(row.level).label) for row in self.level_rows.all()]

    @property
    def role_labels(self) -> list[str]:
        return [str(ExpertRole(row.role).label) for row in self.role_rows.all()]

    @property
    def abilities(self) -> list[tuple[str, int, int]]:
        """Name, score 0 to 3, and the same as a percentage; what nobody filled in is left out."""
        values = [(str(one.label), getattr(self, one.value)) for one in Ability]
        return [(label, value, round(value * 100 / 3)) for label, value in values if value]

    def has_consent(self, *, today: date) -> bool:
        return self.consent_until is not None and self.consent_until >= today

    @property
    def is_open(self) -> bool:
        """Consent holds now."""
        return self.has_consent(today=timezone.localdate())

    def counting_evidence(self) -> list["ProfileEvidence"]:
        """What proves something now: chosen by the owner, and not faded."""
        today = timezone.localdate()
        return [row for row in self.evidence.all() if row.counts and not row.is_faded(today=today)]

    def evidence_texts(self) -> list[tuple[str, str]]:
        """(title, text) of what counts as proof, the profile's own words first."""
        rows = [(row.title, row.text) for row in self.counting_evidence()]
        return [(self.title, f"{self.summary} {self.about}"), *rows]


class ThemeDepth(models.Model):
    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="theme_depths")
    theme = models.ForeignKey("core.Theme", verbose_name="thema", on_delete=models.PROTECT, related_name="+")
    depth = models.PositiveSmallIntegerField(
        "diepte", default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )

    class Meta:
        ordering = ["-depth", "theme__order"]
        verbose_name = "thema van een profiel"
        constraints = [models.UniqueConstraint(fields=["profile", "theme"], name="theme_once_per_profile")]

    def __str__(self) -> str:
        return f"{self.theme} ({self.depth})"


class ProfileEvidence(models.Model):
    """Work that proves it; the owner may let old work no longer count."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField("soort", max_length=20, choices=EvidenceKind.choices)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("wat", max_length=1000, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="praktijk",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Of a publication or a talk.
    link = models.URLField("adres op internet", blank=True, default="", db_default="")
    # Which mission of the loket it was, as the app above calls it: then the loket was there too.
    mission = models.CharField("opdracht", max_length=40, blank=True, default="", db_default="")
    counts = models.BooleanField("telt mee", default=True)
    confirmed_on = models.DateField("nog bevestigd op", null=True, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = "bewijs"
        verbose_name_plural = "bewijs"

    def __str__(self) -> str:
        return self.title

    @property
    def is_faded_now(self) -> bool:
        return self.is_faded(today=timezone.localdate())

    def is_faded(self, *, today: date) -> bool:
        """Old, and not confirmed lately. Without a year nothing can be said of it."""
        if self.year is None or today.year - self.year < FADES_AFTER:
            return False
        return self.confirmed_on is None or today.year - self.confirmed_on.year >= CONFIRMED_FOR
