"""A document that hangs on a page: a report, a form, a plan."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable


class Attachment(Orderable):
    """One table for every page type, so that one query tells where a document hangs."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "wagtaildocs.Document", verbose_name="document", on_delete=models.CASCADE, related_name="attachments"
    )
    title = models.CharField(
        "titel", max_length=160, blank=True, help_text="Leeg: de titel van het document zelf."
    )
    description = models.CharField(
        "wat staat erin",
        max_length=300,
        blank=True,
        help_text="Eén zin, zodat een lezer weet of hij dit wil openen.",
    )

    panels = [FieldPanel("document"), FieldPanel("title"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        return self.title or self.document.title


def attachments_panel() -> InlinePanel:
    return InlinePanel(
        "attachments",
        label="bijlage",
        heading="Bijlagen",
        help_text="De tekst van PDF en DOCX wordt doorzoekbaar. Zet er geen gegevens van bewoners in.",
    )
