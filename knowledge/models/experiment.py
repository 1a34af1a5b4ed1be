"""An experiment: a try-out with a hypothesis, a measuring plan and a research partner."""

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from knowledge.enums import CaseKind, ExperimentStatus
from knowledge.models.case import CasePage
from knowledge.models.case_panels import CLOSED, case_panels
from krachtwijken.core.pages import BasePage


class ExperimentPage(CasePage):
    case_kind = CaseKind.EXPERIMENT

    hypothesis = models.TextField("hypothese", help_text="Als wij … dan … omdat …")
    stretched_rule = models.TextField(
        "opgerekte regel", blank=True, help_text="Van welke regel mocht u afwijken, en van wie?"
    )
    research_partner = models.CharField(
        "onderzoekspartner", max_length=200, blank=True, help_text="Wie keek mee? Een organisatie, geen naam."
    )
    measuring_plan = models.TextField("meetplan", help_text="Nulmeting, indicatoren en momenten.")
    baseline = models.TextField(
        "nulmeting",
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text="Hoe stond het ervoor voordat u begon? Noem getallen.",
    )
    indicators = models.TextField(
        "indicatoren",
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text="Wat telde u? Eén per regel.",
    )
    measuring_moments = models.CharField(
        "momenten van meten",
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Zoals: bij de start, na zes maanden, na een jaar.",
    )
    go_no_go = models.CharField(
        "beslismoment",
        max_length=300,
        blank=True,
        help_text="Wanneer beslist u, en waarop? Zoals: juni 2024, minstens twintig deelnemers.",
    )
    go_no_go_date = models.DateField(
        "datum van het beslismoment", null=True, blank=True, help_text="Leeg als de dag niet vaststaat."
    )
    lessons = models.TextField("lessen", blank=True, help_text="Eén per regel.")
    generalisation = models.TextField(
        "wat geldt ook elders", blank=True, help_text="Wat leerden wij dat niet alleen hier klopt?"
    )
    experiment_status = models.CharField(
        "stand van het experiment",
        max_length=20,
        choices=ExperimentStatus.choices,
        default=ExperimentStatus.VOORSTEL,
        help_text="Hoe ver is het?",
    )

    template = "knowledge/case_page.html"
    content_panels = [
        *BasePage.content_panels,
        *case_panels(
            MultiFieldPanel(
                [FieldPanel("hypothesis"), FieldPanel("measuring_plan"), FieldPanel("experiment_status")],
                heading="Het experiment",
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("stretched_rule"),
                FieldPanel("research_partner"),
                FieldPanel("baseline"),
                FieldPanel("indicators"),
                FieldPanel("measuring_moments"),
                FieldRowPanel([FieldPanel("go_no_go"), FieldPanel("go_no_go_date")]),
                FieldPanel("lessons"),
                FieldPanel("generalisation"),
            ],
            heading="Experiment: regels, meten en lessen",
            classname=CLOSED,
        ),
    ]
    parent_page_types = ["knowledge.CaseIndexPage", "knowledge.CentrePage"]

    class Meta:
        verbose_name = "experiment"
        verbose_name_plural = "experimenten"

    @property
    def indicator_list(self) -> list[str]:
        return [line.strip() for line in self.indicators.splitlines() if line.strip()]

    @property
    def lesson_list(self) -> list[str]:
        return [line.strip() for line in self.lessons.splitlines() if line.strip()]
