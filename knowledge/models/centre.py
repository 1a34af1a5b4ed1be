"""A knowledge centre with its agreed offer. Its editors work in the section below this page."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from knowledge.enums import CentreService
from knowledge.models.attachment import attachments_panel
from krachtwijken.core.pages import BasePage


class CentrePage(BasePage):
    organisation = models.OneToOneField(
        "core.Organisation", verbose_name="organisatie", on_delete=models.PROTECT, related_name="page"
    )
    about = models.TextField("over het centrum", blank=True)
    website = models.URLField("website", blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organisation"),
        FieldPanel("about"),
        FieldPanel("website"),
        InlinePanel("offers", label="aanbod", heading="Aanbod"),
        attachments_panel(),
    ]
    parent_page_types = ["knowledge.CentreIndexPage"]
    subpage_types = ["knowledge.PracticePage", "knowledge.ExperimentPage"]

    class Meta:
        verbose_name = "kenniscentrum"
        verbose_name_plural = "kenniscentra"


class CentreOffer(Orderable):
    """One thing a gemeente may ask of the centre; without a theme it holds for all."""

    page = ParentalKey(CentrePage, on_delete=models.CASCADE, related_name="offers")
    theme = models.ForeignKey(
        "core.Theme", verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    service = models.CharField("dienst", max_length=30, choices=CentreService.choices)
    text = models.TextField("wat", max_length=600)
    lead_time = models.CharField("doorlooptijd", max_length=80, blank=True)
