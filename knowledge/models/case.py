"""What practices and experiments share: one table, so that facets and lists need one query."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from knowledge.enums import (
    CaseKind,
    CaseStatus,
    CostsClass,
    EvidenceLevel,
    EvidenceSource,
    ResidentRole,
    Scale,
)
from knowledge.models.attachment import attachments_panel
from krachtwijken.core.blocks import BodyBlock
from krachtwijken.core.enums import CrossCutting
from krachtwijken.core.fields import ChoiceListField
from krachtwijken.core.pages import BasePage

YEAR = [MinValueValidator(1945), MaxValueValidator(2100)]


class CasePage(BasePage):
    """A described approach or try-out in one or more wijken. Editors create one of its two kinds."""

    case_kind: ClassVar[CaseKind]

    kind = models.CharField("soort", max_length=20, choices=CaseKind.choices, editable=False)
    problem_text = models.TextField("het probleem", help_text="Wat was er aan de hand in de wijk?")
    target_group = models.TextField("voor wie", max_length=500)
    goal = models.TextField("doel", max_length=500)
    approach = StreamField(BodyBlock(), verbose_name="aanpak", blank=True)
    resident_role = models.CharField(
        "rol van bewoners", max_length=20, choices=ResidentRole.choices, default=ResidentRole.GEEN
    )
    results = models.TextField("wat kwam eruit", help_text="Noem cijfers en wat onzeker is.")
    what_did_not_work = models.TextField(
        "wat werkte niet", help_text="Verplicht: een ander leert hier het meest van."
    )
    stop_reason = models.TextField("waarom gestopt", blank=True)
    active_elements = models.TextField("werkzame elementen", blank=True, help_text="Eén per regel.")
    costs_class = models.CharField(
        "kostenklasse", max_length=5, choices=CostsClass.choices, default=CostsClass.NVT
    )
    costs_text = models.CharField("kosten", max_length=300, blank=True)
    fte_text = models.CharField("inzet van mensen", max_length=200, blank=True)
    duration_months = models.PositiveSmallIntegerField("doorlooptijd in maanden", null=True, blank=True)
    evidence_level = models.CharField(
        "bewijs", max_length=10, choices=EvidenceLevel.choices, default=EvidenceLevel.ONBEKEND
    )
    evidence_source = models.CharField(
        "wie beoordeelde het bewijs",
        max_length=20,
        choices=EvidenceSource.choices,
        default=EvidenceSource.ZELF,
    )
    status = models.CharField("status", max_length=20, choices=CaseStatus.choices, default=CaseStatus.LOOPT)
    period_from = models.PositiveSmallIntegerField("begonnen in", validators=YEAR)
    period_to = models.PositiveSmallIntegerField("tot en met", validators=YEAR, null=True, blank=True)
    scale = models.CharField("schaal", max_length=20, choices=Scale.choices, default=Scale.WIJK)
    themes = ParentalManyToManyField("core.Theme", verbose_name="thema's", related_name="cases")
    cross_cutting = ChoiceListField(CrossCutting, verbose_name="dwarsverbanden")
    wijken = ParentalManyToManyField("core.Wijk", verbose_name="wijken", related_name="cases", blank=True)
    problems = ParentalManyToManyField(
        "core.ProblemLabel", verbose_name="problemen", related_name="cases", blank=True
    )
    schemes = ParentalManyToManyField(
        "knowledge.SchemePage", verbose_name="regelingen", related_name="cases", blank=True
    )
    owner_organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name="eigenaar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_cases",
    )
    source_url = models.URLField("bron", blank=True)
    transfer_core = models.TextField("wat moet blijven", blank=True)
    transfer_adapt = models.TextField("wat mag anders", blank=True)
    excursion_possible = models.BooleanField("bezoek mogelijk", default=False)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("problem_text"), FieldPanel("target_group"), FieldPanel("goal")], heading="Probleem"
        ),
        MultiFieldPanel(
            [
                FieldPanel("approach"),
                FieldPanel("resident_role"),
                InlinePanel("partners", label="partner", heading="Partners"),
            ],
            heading="Aanpak",
        ),
        MultiFieldPanel(
            [FieldPanel("results"), FieldPanel("what_did_not_work"), FieldPanel("stop_reason")],
            heading="Uitkomst",
        ),
        MultiFieldPanel(
            [
                InlinePanel("conditions", label="voorwaarde", heading="Voorwaarden"),
                FieldPanel("active_elements"),
                FieldPanel("transfer_core"),
                FieldPanel("transfer_adapt"),
                FieldPanel("excursion_possible"),
            ],
            heading="Elders toepassen",
        ),
        MultiFieldPanel(
            [
                FieldPanel("costs_class"),
                FieldPanel("costs_text"),
                FieldPanel("fte_text"),
                FieldPanel("duration_months"),
                FieldPanel("schemes"),
            ],
            heading="Kosten",
        ),
        MultiFieldPanel(
            [
                FieldPanel("themes"),
                FieldPanel("cross_cutting"),
                FieldPanel("problems"),
                FieldPanel("wijken"),
                FieldPanel("scale"),
                FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("evidence_level"), FieldPanel("evidence_source")]),
                FieldPanel("owner_organisation"),
                FieldPanel("source_url"),
            ],
            heading="Kenmerken",
        ),
        attachments_panel(),
    ]
    parent_page_types = ["knowledge.CaseIndexPage", "knowledge.CentrePage"]
    subpage_types: list[str] = []
    is_creatable = False

    class Meta:
        verbose_name = "praktijk"
        verbose_name_plural = "praktijken"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.case_kind
        super().save(*args, **kwargs)

    @property
    def active_element_list(self) -> list[str]:
        return [line.strip() for line in self.active_elements.splitlines() if line.strip()]

    @property
    def period(self) -> str:
        if self.period_to is None:
            return f"sinds {self.period_from}"
        return (
            str(self.period_from)
            if self.period_to == self.period_from
            else f"{self.period_from}-{self.period_to}"
        )


class CasePartner(Orderable):
    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.CharField("organisatie", max_length=160)
    role = models.CharField("rol", max_length=300, blank=True)


class CaseCondition(Orderable):
    """What must be in place; without a hard condition the approach is known to fail."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="conditions")
    text = models.CharField("voorwaarde", max_length=400)
    hard = models.BooleanField("zonder dit lukt het niet", default=False)
