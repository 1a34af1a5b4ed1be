"""What the editor sees of reading: a report of the attachments that he or she may change."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents.models import Document
from wagtail.permissions import policy_registry

from search.indexing.attachments.models import DocumentText

ACTIONS = ("add", "change", "delete")


def may_see_report(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Document).user_has_any_permission(user, ACTIONS))


class DocumentTextReport(ReportView):
    page_title = "Bijlagen in zoeken"
    header_icon = "doc-full"
    model = DocumentText
    any_permission_required = ACTIONS
    index_url_name = "document_texts"
    index_results_url_name = "document_texts_results"
    list_export = ["document.title", "get_state_display", "reason", "page_count", "read_at"]
    export_headings = {"document.title": "Document", "get_state_display": "Stand"}
    columns = [
        TitleColumn(
            "title",
            label="Document",
            accessor="document.title",
            url_name="wagtaildocs:edit",
            id_accessor="document_id",
        ),
        Column("state", label="Stand", accessor="get_state_display"),
        Column("reason", label="Waarom"),
        # A DOCX has no pages.
        Column("page_count", label="Bladzijden", accessor=lambda row: row.page_count or ""),
        DateColumn("read_at", label="Gelezen"),
    ]

    @property
    def permission_policy(self) -> Any:
        """Of documents: a text has no rights of its own."""
        return policy_registry.get_by_type(Document)

    def get_filename(self) -> str:
        return "bijlagen-in-zoeken"

    def get_base_queryset(self) -> QuerySet[DocumentText]:
        documents = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ACTIONS)
        rows = DocumentText.objects.filter(document__in=documents)
        return rows.select_related("document").defer("parts")
