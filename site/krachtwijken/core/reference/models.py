"""Reference data: the fixed points that cases, profiles and requests refer to. Loaded by `load_reference`."""

from django.db import models

from krachtwijken.core.enums import OrganisationKind, Programme
from krachtwijken.core.fields import SortKeyField


class Theme(models.Model):
    code = models.CharField("code", max_length=30, primary_key=True)
    name = models.CharField("naam", max_length=60)
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = "thema"
        verbose_name_plural = "thema's"

    def __str__(self) -> str:
        return self.name


class ProblemLabel(models.Model):
    """One of the 57 problems heard on the minister's tour; without a theme it concerns the approach itself."""

    code = models.CharField("code", max_length=10, primary_key=True)
    theme = models.ForeignKey(
        Theme, verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    label = models.CharField("probleem", max_length=120)
    order = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = "probleem"
        verbose_name_plural = "problemen"

    def __str__(self) -> str:
        return self.label


class Gemeente(models.Model):
    name = models.CharField("naam", max_length=60, unique=True)
    sort_name = SortKeyField(of="name")
    slug = models.SlugField("adres", max_length=60, unique=True)
    province = models.CharField("provincie", max_length=30, blank=True)
    # Rounded to five thousand: enough to say how large a gemeente is.
    residents_approx = models.PositiveIntegerField("inwoners, ongeveer", null=True, blank=True)

    class Meta:
        ordering = ["sort_name"]
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"

    def __str__(self) -> str:
        return self.name


class Wijk(models.Model):
    """A neighbourhood as policy area. The NPLV areas come without a position."""

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="wijken"
    )
    name = models.CharField("naam", max_length=80)
    sort_name = SortKeyField(of="name")
    slug = models.SlugField("adres", max_length=100, unique=True)
    programme = models.CharField("programma", max_length=20, choices=Programme.choices)
    lat = models.FloatField("breedtegraad", null=True, blank=True)
    lon = models.FloatField("lengtegraad", null=True, blank=True)

    class Meta:
        ordering = ["gemeente__sort_name", "sort_name"]
        verbose_name = "wijk"
        verbose_name_plural = "wijken"
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "name", "programme"], name="wijk_once_per_programme"),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A knowledge centre, umbrella body or other partner, with what became of it."""

    name = models.CharField("naam", max_length=120, unique=True)
    sort_name = SortKeyField(of="name")
    slug = models.SlugField("adres", max_length=120, unique=True)
    # By which tools outside the platform know a knowledge centre; only those that still exist have one.
    code = models.CharField("code", max_length=20, blank=True, default="", db_default="")
    kind = models.CharField("soort", max_length=20, choices=OrganisationKind.choices)
    field_of_work = models.CharField("werkterrein", max_length=200, blank=True)
    active_until = models.PositiveSmallIntegerField("actief tot", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="opvolger",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
    )
    # What an umbrella body is called today, when that is not an organisation of its own here.
    present_name = models.CharField("naam nu", max_length=120, blank=True)

    class Meta:
        ordering = ["sort_name"]
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="organisation_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.active_until is None
