"""What search adds to the content management, and what Wagtail asks us."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import Document
from wagtail.snippets.models import register_snippet

from search.features.query_demand.admin import AskedQueryViewSet
from search.features.synonyms.admin import WordEntryViewSet
from search.indexing.attachments.report import DocumentTextReport, may_see_report
from search.indexing.attachments.services import ask_refresh

register_snippet(AskedQueryViewSet)
register_snippet(WordEntryViewSet)


@hooks.register("after_bulk_action")
def refresh_documents_of_bulk_action(
    _request: HttpRequest, _action: str, objects: Sequence[Any], _view: Any
) -> None:
    """Moving many to another collection sends no signal."""
    for item in objects:
        if isinstance(item, Document):
            ask_refresh(item.pk)


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    return [
        path("reports/bijlagen/", DocumentTextReport.as_view(), name="document_texts"),
        path(
            "reports/bijlagen/results/",
            DocumentTextReport.as_view(results_only=True),
            name="document_texts_results",
        ),
    ]


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    address = reverse("document_texts")
    return ReportItem("Bijlagen in zoeken", address, name="document-texts", icon_name="doc-full", order=750)
