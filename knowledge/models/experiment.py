"""An experiment: a try-out with a hypothesis, a measuring plan and a research partner."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from knowledge.enums import CaseKind, ExperimentStatus
from knowledge.models.case import CasePage


class ExperimentPage(CasePage):
    case_kind = CaseKind.EXPERIMENT

    hypothesis = models.TextField("hypothese", help_text="Als wij … dan … omdat …")
    stretched_rule = models.TextField("opgerekte regel", blank=True)
    research_partner = models.CharField("onderzoekspartner", max_length=200, blank=True)
    measuring_plan = models.TextField("meetplan", help_text="Nulmeting, indicatoren en momenten.")
    go_no_go = models.CharField(
        "beslismoment",
        max_length=300,
        blank=True,
        help_text="Wanneer beslist u, en waarop? Zoals: juni 2024, minstens twintig deelnemers.",
    )
    lessons = models.TextField("lessen", blank=True, help_text="Eén per regel.")
    generalisation = models.TextField("wat geldt ook elders", blank=True)
    experiment_status = models.CharField(
        "stand van het experiment",
        max_length=20,
        choices=ExperimentStatus.choices,
        default=ExperimentStatus.VOORSTEL,
    )

    template = "knowledge/case_page.html"
    content_panels = [
        *CasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hypothesis"),
                FieldPanel("stretched_rule"),
                FieldPanel("research_partner"),
                FieldPanel("measuring_plan"),
                FieldPanel("go_no_go"),
                FieldPanel("lessons"),
                FieldPanel("generalisation"),
                FieldPanel("experiment_status"),
            ],
            heading="Experiment",
        ),
    ]
    parent_page_types = ["knowledge.CaseIndexPage", "knowledge.CentrePage"]

    class Meta:
        verbose_name = "experiment"
        verbose_name_plural = "experimenten"

    @property
    def lesson_list(self) -> list[str]:
        return [line.strip() for line in self.lessons.splitlines() if line.strip()]
