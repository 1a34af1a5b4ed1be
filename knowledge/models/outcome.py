"""What changed, one row an outcome: which way, how much, how sure, and who says so."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from knowledge.enums import Certainty, EffectSize, OutcomeDomain, ResearchKind, ResultDirection
from knowledge.models.years import YEAR

# An empty choice first: who does not choose has not said anything.
DOMAINS = [("", "Kies waar het over gaat"), *OutcomeDomain.choices]
UNSORTED = "Niet ingedeeld"


class CaseOutcome(Orderable):
    page = ParentalKey("knowledge.CasePage", on_delete=models.CASCADE, related_name="outcomes")
    indicator = models.CharField(
        "wat is gemeten of gezien", max_length=200, help_text="Zoals: aantal klachten over geluid per jaar."
    )
    # Empty of outcomes from before there was a list, until somebody edits their page.
    domain = models.CharField(
        "waar gaat het over",
        max_length=20,
        choices=DOMAINS,
        default="",
        db_default="",
        help_text="Zo vinden lezers het terug op de bewijskaart.",
    )
    direction = models.CharField(
        "welke kant ging het op",
        max_length=20,
        choices=ResultDirection.choices,
        default=ResultDirection.UNKNOWN,
        help_text="Deed het iets met het probleem? Ook geen verschil is een uitkomst.",
    )
    size = models.CharField(
        "hoe groot was het verschil",
        max_length=20,
        choices=EffectSize.choices,
        default=EffectSize.ONBEKEND,
        help_text="Weet u het niet? Kies dan: niet bekend.",
    )
    certainty = models.PositiveSmallIntegerField(
        "hoe zeker is het",
        choices=Certainty.choices,
        default=Certainty.GUESS,
        help_text="Hoe is het gemeten? Kies wat het best past.",
    )
    source = models.CharField(
        "bron", max_length=300, help_text="Wie zegt dit, en uit welk jaar? Zoals: jaarverslag 2022."
    )
    source_url = models.URLField(
        "adres van de bron", blank=True, default="", db_default="", help_text="Leeg mag ook."
    )

    panels = [
        FieldRowPanel([FieldPanel("indicator"), FieldPanel("domain")]),
        FieldRowPanel([FieldPanel("direction"), FieldPanel("size"), FieldPanel("certainty")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"
        # The facet of the list and the evidence map read these two of all cases.
        indexes = [models.Index(fields=["page", "domain"], name="outcome_of_case_by_domain")]

    def __str__(self) -> str:
        return self.indicator

    @property
    def told_domain(self) -> str:
        return str(self.get_domain_display()) if self.domain else UNSORTED


class CaseResearch(Orderable):
    """One study of the approach."""

    page = ParentalKey("knowledge.CasePage", on_delete=models.CASCADE, related_name="researches")
    title = models.CharField("titel", max_length=200, help_text="Hoe heet het rapport of artikel?")
    kind = models.CharField(
        "soort onderzoek",
        max_length=30,
        choices=ResearchKind.choices,
        help_text="Hoe is er gekeken of het werkt?",
    )
    year = models.PositiveSmallIntegerField("jaar", validators=YEAR, help_text="Het jaar van het rapport.")
    url = models.URLField(
        "adres", blank=True, default="", db_default="", help_text="Waar is het te lezen? Leeg mag ook."
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("year"), FieldPanel("url")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "onderzoek"
        verbose_name_plural = "onderzoeken"

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"
