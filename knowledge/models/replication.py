"""An overname: another wijk took an approach over, changed it to fit, and something came of it."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from knowledge.enums import ResultDirection
from knowledge.models.years import YEAR


class Replication(Orderable):
    """In a wijk of the platform, or in a gemeente when it has no such wijk."""

    page = ParentalKey("knowledge.CasePage", on_delete=models.CASCADE, related_name="replications")
    wijk = models.ForeignKey(
        "core.Wijk",
        verbose_name="wijk",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replications",
        help_text="Wie nam de aanpak over? Staat de wijk er niet bij, kies dan de gemeente.",
    )
    gemeente = models.ForeignKey(
        "core.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Alleen als de wijk niet in de lijst staat.",
    )
    year = models.PositiveSmallIntegerField("in welk jaar begonnen", validators=YEAR)
    adapted = models.TextField(
        "wat is aangepast", max_length=600, blank=True, help_text="Leeg: niets, of niet bekend."
    )
    direction = models.CharField(
        "hoe liep het",
        max_length=20,
        choices=ResultDirection.choices,
        default=ResultDirection.UNKNOWN,
        help_text="Wat deed het met het probleem, in die wijk?",
    )
    result = models.TextField(
        "wat kwam eruit", max_length=600, blank=True, help_text="Noem cijfers en wat onzeker is."
    )
    source = models.CharField(
        "bron",
        max_length=200,
        help_text="Waar staat dit? Een verslag, een onderzoek of een functie, geen naam.",
    )
    source_url = models.URLField("adres van de bron", blank=True)

    panels = [
        FieldRowPanel([FieldPanel("wijk"), FieldPanel("gemeente")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("direction")]),
        FieldPanel("adapted"),
        FieldPanel("result"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "overname"
        verbose_name_plural = "overnames"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wijk__isnull=False) | models.Q(gemeente__isnull=False),
                name="replication_has_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=ResultDirection.values), name="replication_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return f"overname in {self.place}"

    def clean(self) -> None:
        if self.wijk_id is None and self.gemeente_id is None:
            raise ValidationError({"wijk": "Kies een wijk of een gemeente."})

    @property
    def place(self) -> str:
        """As readers know it: a wijk with its gemeente, else the gemeente."""
        if self.wijk is not None:
            return f"{self.wijk.name} ({self.wijk.gemeente.name})"
        return self.gemeente.name if self.gemeente is not None else ""
