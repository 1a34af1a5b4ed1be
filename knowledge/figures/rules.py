"""Who sees the figures of which centre: its own people, and who edits everywhere."""

from knowledge.models import CentrePage
from krachtwijken.accounts.rules import is_beheer, is_redactie, may_enter_admin
from krachtwijken.accounts.selectors import organisations_of
from krachtwijken.accounts.types import Viewer


def centres_with_figures(viewer: Viewer) -> list[CentrePage]:
    """By name."""
    if not may_enter_admin(viewer):
        return []
    pages = CentrePage.objects.select_related("organisation").order_by("sort_title", "pk")
    if not (is_redactie(viewer) or is_beheer(viewer)):
        pages = pages.filter(organisation__in=organisations_of(viewer))
    return list(pages)
