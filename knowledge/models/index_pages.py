"""The pages that list others. Reading from the database is left to selectors."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from krachtwijken.core.blocks import BodyBlock
from krachtwijken.core.pages import BasePage

CASES_PER_PAGE = 20


class HomePage(BasePage):
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = "voorpagina"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge import presenters  # inline: presenters read models

        return {**super().get_context(request, *args, **kwargs), **presenters.home(request.user)}


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge import presenters  # inline: presenters read models

        context = presenters.case_list(request.user, request.GET)
        paginator = Paginator(context.pop("cases"), CASES_PER_PAGE)
        page = paginator.get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            **context,
            "page_obj": page,
            "can_compare": len(page.object_list) > 1,
        }


class WijkIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.WijkPage"]

    class Meta:
        verbose_name = "overzicht van wijken"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge import presenters  # inline: presenters read models

        return {**super().get_context(request, *args, **kwargs), **presenters.wijk_list(request.user)}


class CentreIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.HomePage"]
    subpage_types = ["knowledge.CentrePage"]

    class Meta:
        verbose_name = "overzicht van kenniscentra"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge import selectors  # inline: selectors read models

        return {
            **super().get_context(request, *args, **kwargs),
            "centres": selectors.centres_visible_to(request.user),
        }


class SchemeIndexPage(BasePage):
    max_count = 1
    parent_page_types = ["knowledge.CaseIndexPage"]
    subpage_types = ["knowledge.SchemePage"]

    class Meta:
        verbose_name = "overzicht van regelingen"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from knowledge import selectors  # inline: selectors read models

        return {
            **super().get_context(request, *args, **kwargs),
            "schemes": selectors.schemes_visible_to(request.user).prefetch_related("themes"),
        }


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
