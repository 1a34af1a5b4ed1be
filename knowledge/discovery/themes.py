"""The page of a theme: its problems, and the best of what is tied to it."""

from typing import Any

from django.db.models import QuerySet

from knowledge.cases.selectors import cases_visible_to
from knowledge.discovery.presenter import MOST_CASES, MOST_FAILED, MOST_PEOPLE, theme_groups
from knowledge.discovery.selectors import best_of, failed_of
from knowledge.models import CentreOffer, CentrePage
from knowledge.selectors import schemes_visible_to
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import people_for_theme
from krachtwijken.core.models import Theme
from krachtwijken.core.visibility import pages_visible_to, restrictions_read_once


def theme_of_code(code: str) -> Theme | None:
    return Theme.objects.filter(code=code).first()


def theme_page(viewer: Viewer, theme: Theme) -> dict[str, Any]:
    """Everything tied to one theme that this viewer may see; as many queries for much as for little."""
    with restrictions_read_once(viewer):
        cases = cases_visible_to(viewer).filter(themes=theme)
        groups = [group for group in theme_groups(viewer) if group.code == theme.code]
        return {
            "theme": theme,
            "group": groups[0] if groups else None,
            "case_count": cases.count(),
            "best": best_of(cases, most=MOST_CASES),
            "failed": failed_of(cases, most=MOST_FAILED),
            "people": people_for_theme.current()(viewer, theme, cases.order_by().values("pk"), MOST_PEOPLE),
            "offers": list(centre_offers_on(viewer, theme)),
            "schemes": list(schemes_visible_to(viewer).filter(themes=theme)),
            "others": Theme.objects.exclude(pk=theme.pk),
        }


def centre_offers_on(viewer: Viewer, theme: Theme) -> QuerySet[CentreOffer]:
    """Of centres that still exist, with their page; what holds for all themes stands on the page of the centre."""
    working = CentrePage.objects.filter(organisation__active_until=None)
    return (
        CentreOffer.objects.filter(theme=theme, page__in=pages_visible_to(viewer, working))
        .select_related("page")
        .order_by("page__sort_title", "sort_order")
    )
