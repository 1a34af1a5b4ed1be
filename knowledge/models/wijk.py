"""The page of one wijk: what goes on there and what was tried."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel

from knowledge.models.attachment import attachments_panel
from krachtwijken.core.fields import SortKeyField
from krachtwijken.core.pages import BasePage


class WijkPage(BasePage):
    sort_title = SortKeyField(of="title")
    wijk = models.OneToOneField(
        "core.Wijk", verbose_name="wijk", on_delete=models.PROTECT, related_name="page"
    )
    about = models.TextField("over de wijk", blank=True)
    residents_approx = models.PositiveIntegerField("aantal bewoners, ongeveer", null=True, blank=True)
    problems = ParentalManyToManyField(
        "core.ProblemLabel", verbose_name="problemen", related_name="wijk_pages", blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("wijk"),
        FieldPanel("about"),
        FieldPanel("residents_approx"),
        FieldPanel("problems"),
        attachments_panel(),
    ]
    parent_page_types = ["knowledge.WijkIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "wijkpagina"
        verbose_name_plural = "wijkpagina's"
