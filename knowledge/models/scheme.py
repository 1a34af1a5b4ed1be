"""A regeling: a scheme, fund or law that a gemeente can use."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from knowledge.enums import Applicant, SchemeKind, SchemeState
from knowledge.models.attachment import attachments_panel
from krachtwijken.core.fields import ChoiceListField, SortKeyField
from krachtwijken.core.pages import BasePage


class SchemePage(BasePage):
    sort_title = SortKeyField(of="title")
    kind = models.CharField("soort", max_length=30, choices=SchemeKind.choices)
    for_whom = models.TextField("voor wie", max_length=500)
    what_it_offers = models.TextField("wat biedt het")
    requirements = models.TextField("voorwaarden", blank=True)
    provider = models.CharField("wie geeft het", max_length=200, blank=True)
    period = models.CharField("looptijd", max_length=120, blank=True)
    active = models.BooleanField(
        "nog te gebruiken",
        default=True,
        help_text="Uit: de regeling bestaat niet meer. De pagina blijft staan.",
    )
    applicants = ChoiceListField(
        Applicant, verbose_name="wie mag aanvragen", db_default=[], help_text="Kies er een of meer."
    )
    opens_on = models.DateField(
        "open vanaf", null=True, blank=True, help_text="Leeg: u kunt nu al aanvragen."
    )
    closes_on = models.DateField(
        "aanvragen tot en met", null=True, blank=True, help_text="Leeg: er is geen laatste dag bekend."
    )
    themes = ParentalManyToManyField("core.Theme", verbose_name="thema's", related_name="schemes", blank=True)
    problems = ParentalManyToManyField(
        "core.ProblemLabel", verbose_name="problemen", related_name="schemes", blank=True
    )
    source_url = models.URLField("bron", blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("for_whom"),
        FieldPanel("what_it_offers"),
        FieldPanel("requirements"),
        FieldPanel("provider"),
        FieldPanel("period"),
        FieldPanel("applicants"),
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
        FieldPanel("active"),
        FieldPanel("themes"),
        FieldPanel("problems"),
        FieldPanel("source_url"),
        attachments_panel(),
    ]
    parent_page_types = ["knowledge.SchemeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "regeling"
        verbose_name_plural = "regelingen"

    def clean(self) -> None:
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": "Deze dag ligt voor de dag waarop de regeling opengaat."})

    def state_on(self, day: date) -> SchemeState:
        """Whether somebody can ask for it on this day."""
        if not self.active or (self.closes_on is not None and self.closes_on < day):
            return SchemeState.DICHT
        return SchemeState.STRAKS if self.opens_on is not None and self.opens_on > day else SchemeState.OPEN

    @property
    def applicant_names(self) -> list[str]:
        return [str(Applicant(value).label) for value in self.applicants]
