"""Reads of imports: only those of centres that the viewer may import into."""

from django.db.models import Count, Q, QuerySet

from knowledge.importing.models import CaseImport, CaseImportRow
from knowledge.importing.rules import centres_open_to, may_see_import
from krachtwijken.accounts.types import Viewer

RECENT = 20


def import_seen_by(viewer: Viewer, pk: int) -> CaseImport | None:
    found = CaseImport.objects.select_related("centre__organisation", "actor").filter(pk=pk).first()
    return found if found is not None and may_see_import(viewer, found) else None


def recent_imports(viewer: Viewer) -> QuerySet[CaseImport]:
    """Newest first, with how many rows became a page and how many are wrong."""
    centres = [centre.pk for centre in centres_open_to(viewer)]
    counted = CaseImport.objects.filter(centre__in=centres).annotate(
        taken=Count("lines", filter=Q(lines__done=True, lines__fate__in=("create", "update"))),
        wrong=Count("lines", filter=Q(lines__fate="fault")),
    )
    return counted.select_related("centre", "actor").defer("table").order_by("-pk")[:RECENT]


def lines_of(case_import: CaseImport, *, fate: str = "") -> QuerySet[CaseImportRow]:
    """In the order of the file."""
    lines = case_import.lines.select_related("page").order_by("number")
    return lines.filter(fate=fate) if fate else lines


def fate_counts(case_import: CaseImport) -> dict[str, int]:
    return dict(case_import.lines.order_by().values_list("fate").annotate(number=Count("pk")))
