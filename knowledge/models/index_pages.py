"""The pages that list others; what they list is in knowledge.page_context."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from krachtwijken.core.blocks import BodyBlock
from krachtwijken.core.pages import BasePage


class HomePage(BasePage):
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "voorpagina"


class CaseIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = [
        "knowledge.PracticePage",
        "knowledge.ExperimentPage",
        "knowledge.SchemeIndexPage",
    ]

    class Meta:
        verbose_name = "overzicht van praktijken"


class WijkIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.WijkPage"]

    class Meta:
        verbose_name = "overzicht van wijken"


class CentreIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.CentrePage"]

    class Meta:
        verbose_name = "overzicht van kenniscentra"


class SchemeIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.CaseIndexPage"]
    subpage_types = ["knowledge.SchemePage"]

    class Meta:
        verbose_name = "overzicht van regelingen"


class ContentPage(BasePage):
    """A plain page: about, accessibility, privacy."""

    body = StreamField(BodyBlock(), verbose_name="tekst", blank=True)
    show_in_footer = models.BooleanField("in de voet van de site", default=False)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    settings_panels = [*BasePage.settings_panels, FieldPanel("show_in_footer")]
    parent_page_types = ["knowledge.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "gewone pagina"
        verbose_name_plural = "gewone pagina's"
