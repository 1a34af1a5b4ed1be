"""A report of a visitor: what it is about and what it says, never who."""

from django.conf import settings
from django.db import models

from knowledge.enums import ResultDirection


class ReportKind(models.TextChoices):
    DOUBT = "klopt_niet", "Klopt dit nog?"
    APPROACH = "aanpak", "Een aanpak gemeld"
    REPLICATION = "overname", "Een overname gemeld"


class DoubtAbout(models.TextChoices):
    OUTDATED = "verouderd", "Het is niet meer zo"
    LINK = "link", "Een link of bijlage werkt niet"
    WRONG = "fout", "Er staat een fout in"
    NEWS = "nieuws", "Er is iets nieuws over bekend"


class Report(models.Model):
    """`page` for a doubt, `title` and `where` for an approach; `page`, `where`, `year` and `direction` for an overname."""

    kind = models.CharField("soort", max_length=20, choices=ReportKind.choices)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="pagina",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    about = models.CharField("waarover", max_length=20, choices=DoubtAbout.choices, blank=True)
    title = models.CharField("naam van de aanpak", max_length=120, blank=True)
    where = models.CharField("waar", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("in welk jaar", null=True, blank=True)
    direction = models.CharField(
        "hoe liep het",
        max_length=20,
        choices=ResultDirection.choices,
        blank=True,
        default="",
        db_default="",
    )
    source_url = models.URLField("bron", blank=True)
    text = models.TextField("bericht")
    created_at = models.DateTimeField("gemeld op", auto_now_add=True)
    settled_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ReportKind.values), name="report_kind_known"),
        ]

    def __str__(self) -> str:
        return f"melding {self.pk}"
