"""What Wagtail asks us."""

from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.documents.models import Document
from wagtail.models import Page

from knowledge.attachments import may_open
from knowledge.centres.rules import edits_everywhere
from knowledge.contributions.services.following import mark_taken
from knowledge.figures import views as figures_views
from knowledge.figures.counting import note_view
from knowledge.figures.rules import centres_with_figures
from knowledge.importing import views as importing_views
from knowledge.importing.rules import may_import
from knowledge.spread.choosers import GemeenteChooserViewSet, WijkChooserViewSet
from knowledge.writing.views import show_writing_help
from krachtwijken.accounts.models import User


@hooks.register("before_serve_document", order=100)
def refuse_without_page(document: Document, request: HttpRequest) -> None:
    """After Wagtail's own check of the collection. Not there and not allowed look the same from outside."""
    if not may_open(document, request):
        raise Http404


@hooks.register("register_admin_urls")
def import_addresses() -> list[URLPattern]:
    base = "praktijken-importeren/"
    return [
        path(base, importing_views.send_file, name="case_import"),
        path(f"{base}voorbeeld/", importing_views.download_template, name="case_import_template"),
        path(f"{base}<int:pk>/", importing_views.show_import, name="case_import_detail"),
        path(f"{base}<int:pk>/inlezen/", importing_views.confirm, name="case_import_confirm"),
        path(f"{base}<int:pk>/weggooien/", importing_views.drop, name="case_import_drop"),
    ]


@hooks.register("register_admin_urls")
def writing_addresses() -> list[URLPattern]:
    return [path("schrijfhulp/", show_writing_help, name="writing_help")]


@hooks.register("insert_editor_js")
def send_after_save() -> str:
    return format_html('<script src="{}"></script>', static("js/send-after-save.js"))


@hooks.register("register_admin_urls")
def figures_addresses() -> list[URLPattern]:
    base = "cijfers-kenniscentrum/"
    return [
        path(base, figures_views.show_figures, name="centre_figures"),
        path(f"{base}<int:pk>/csv/", figures_views.export_figures, name="centre_figures_csv"),
    ]


@hooks.register("before_serve_page", order=100)
def count_view(page: Page, request: HttpRequest, _args: Any, _kwargs: Any) -> None:
    """After Wagtail's own check of who may read it."""
    note_view(page, request)


@hooks.register("register_admin_viewset")
def place_choosers() -> list[ViewSet]:
    return [WijkChooserViewSet("wijk_chooser"), GemeenteChooserViewSet("gemeente_chooser")]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    address = reverse("case_import")
    return ImportMenuItem(
        "Praktijken importeren", address, name="import-cases", icon_name="upload", order=460
    )


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(centres_with_figures(request.user))


@hooks.register("register_admin_menu_item")
def figures_menu_item() -> MenuItem:
    address = reverse("centre_figures")
    return FiguresMenuItem("Cijfers", address, name="centre-figures", icon_name="info-circle", order=470)


class ValidityMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return edits_everywhere(request.user)


@hooks.register("register_reports_menu_item")
def validity_menu_item() -> MenuItem:
    """The page itself stands outside the content management, where owners have it too."""
    return ValidityMenuItem(
        "Geldigheid van praktijken",
        reverse("knowledge:validity"),
        name="case-validity",
        icon_name="time",
        order=900,
    )


@hooks.register("register_reports_menu_item")
def link_menu_item() -> MenuItem:
    return ValidityMenuItem(
        "Werken de bronnen nog?",
        reverse("knowledge:link_report"),
        name="cited-links",
        icon_name="link",
        order=910,
    )


@hooks.register("after_edit_page")
def note_work_of_redactie(request: HttpRequest, page: Page) -> None:
    """Not that of a centre in its own section."""
    if isinstance(request.user, User) and edits_everywhere(request.user):
        mark_taken(page=page.pk, actor=request.user)
