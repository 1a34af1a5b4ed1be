"""A regeling: a scheme, fund or law that a gemeente can use."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from knowledge.enums import SchemeKind
from knowledge.models.attachment import attachments_panel
from krachtwijken.core.pages import BasePage


class SchemePage(BasePage):
    kind = models.CharField("soort", max_length=30, choices=SchemeKind.choices)
    for_whom = models.TextField("voor wie", max_length=500)
    what_it_offers = models.TextField("wat biedt het")
    requirements = models.TextField("voorwaarden", blank=True)
    provider = models.CharField("wie geeft het", max_length=200, blank=True)
    period = models.CharField("looptijd", max_length=120, blank=True)
    active = models.BooleanField("nog te gebruiken", default=True)
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
