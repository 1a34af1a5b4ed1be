"""The abstract page that every page type of the platform extends."""

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from krachtwijken.core.page_address import BasePageForm, made_up_slug
from krachtwijken.core.page_context import context_of_page
from krachtwijken.core.tidying import tidy_texts


class BasePage(Page):
    """A page with a summary, a mark for examples and a date until which its content holds.

    A page type adds its own fields and panels and names its parents:

        class EventPage(BasePage):
            starts = models.DateTimeField()
            content_panels = [*BasePage.content_panels, FieldPanel("starts")]
            parent_page_types = ["knowledge.HomePage"]

    What its template needs beside those is registered with `core.page_context`, and how it is found with search.
    """

    summary = models.TextField(
        "samenvatting",
        max_length=600,
        help_text="Twee of drie korte zinnen: wat is het, voor wie, wat kwam eruit.",
    )
    is_example = models.BooleanField(
        "voorbeeld", default=False, help_text="Verzonnen inhoud, duidelijk zo gemerkt op de pagina."
    )
    valid_until = models.DateField(
        "geldig tot", null=True, blank=True, help_text="Na deze datum vragen wij of het nog klopt."
    )

    base_form_class = BasePageForm
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    settings_panels = [
        *Page.settings_panels,
        MultiFieldPanel([FieldPanel("valid_until"), FieldPanel("is_example")], heading="Geldigheid"),
    ]

    class Meta:
        abstract = True

    def _set_core_field_defaults(self) -> None:
        """Before every validation and every save, also of a draft: what a revision keeps is tidy as well."""
        tidy_texts(self)
        if not self.slug:  # type: ignore[has-type] # a field of Wagtail's page
            self.slug = made_up_slug(self)
        super()._set_core_field_defaults()

    def get_admin_display_title(self) -> str:
        """A new title is known to who writes it, until it is published: lists of the content management are read by
        editors of others too."""
        return str(self.title) if self.live else super().get_admin_display_title()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **context_of_page(request, self)}

    def is_expired(self, *, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today
