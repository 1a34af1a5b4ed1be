"""A practice: an approach that was tried and described."""

from knowledge.enums import CaseKind
from knowledge.models.case import CasePage


class PracticePage(CasePage):
    case_kind = CaseKind.PRACTICE

    template = "knowledge/case_page.html"
    parent_page_types = ["knowledge.CaseIndexPage", "knowledge.CentrePage"]

    class Meta:
        verbose_name = "aanpak"
        verbose_name_plural = "aanpakken"
