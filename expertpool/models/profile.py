"""Somebody who breaks blockades: what they can, what proves it, and who may see it."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from expertpool.enums import EvidenceKind, ExpertRole, Level, Visibility
from krachtwijken.core.fields import ChoiceListField

DEPTH = [MinValueValidator(1), MaxValueValidator(3)]
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
    title = models.CharField("functie", max_length=120)
    slug = models.SlugField("adres", max_length=120, unique=True)
    summary = models.TextField("in het kort", max_length=500)
    about = models.TextField("ervaring", max_length=3000)
    levels = ChoiceListField(Level, verbose_name="niveaus")
    roles = ChoiceListField(ExpertRole, verbose_name="rollen")
    # The three abilities that the action plan asks for, 0 to 3.
    seeing = models.PositiveSmallIntegerField("problemen zien en verwoorden", default=0, validators=ABILITY)
    connecting = models.PositiveSmallIntegerField("partijen verbinden", default=0, validators=ABILITY)
    support = models.PositiveSmallIntegerField("draagvlak maken", default=0, validators=ABILITY)
    days_per_month = models.PositiveSmallIntegerField(
        "dagen per maand", default=0, validators=[MaxValueValidator(31)]
    )
    max_parallel = models.PositiveSmallIntegerField("opdrachten tegelijk", default=1)
    area = models.CharField("gebied", max_length=200, blank=True)
    visibility = models.CharField(
        "wie dit profiel ziet", max_length=20, choices=Visibility.choices, default=Visibility.LOKET
    )
    consent_until = models.DateField("toestemming tot", null=True, blank=True)
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["title"]
        verbose_name = "profiel"
        verbose_name_plural = "profielen"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("expertpool:detail", args=[self.slug])

    @property
    def level_labels(self) -> list[str]:
        return [str(Level(level).label) for level in self.levels]

    @property
    def role_labels(self) -> list[str]:
        return [str(ExpertRole(role).label) for role in self.roles]

    @property
    def abilities(self) -> list[tuple[str, int, int]]:
        """Name, score 0 to 3, and the same as a percentage."""
        names = ("seeing", "connecting", "support")
        values = [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in names]  # type: ignore[union-attr]
        return [(label, value, round(value * 100 / 3)) for label, value in values]

    def has_consent(self, *, today: date) -> bool:
        return self.consent_until is not None and self.consent_until >= today

    def evidence_texts(self) -> list[tuple[str, str]]:
        """(title, text) of what counts as proof, the profile's own words first."""
        rows = [(row.title, row.text) for row in self.evidence.all() if row.counts]
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
    counts = models.BooleanField("telt mee", default=True)

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = "bewijs"
        verbose_name_plural = "bewijs"

    def __str__(self) -> str:
        return self.title
