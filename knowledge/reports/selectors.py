"""Reads of reports: for the redactie."""

from django.db.models import QuerySet

from knowledge.reports.models import Report
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.accounts.types import Viewer


def reports_visible_to(viewer: Viewer) -> QuerySet[Report]:
    reports = Report.objects.select_related("page", "settled_by")
    return reports if is_redactie(viewer) else reports.none()
