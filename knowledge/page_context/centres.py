"""What the page of a centre shows: the problems with which it helps, per theme, what it published, and what it came from."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from knowledge.cases.selectors import CARD_RELATIONS, cases_visible_to
from knowledge.discovery.presenter import WHOLE_APPROACH
from knowledge.models import CasePage, CentrePage, CentreProblem
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.page_context import page_context
from krachtwijken.core.visibility import pages_visible_to

GENERAL = WHOLE_APPROACH
# As cards; of what is older the title is enough.
MOST_CARDS = 6
MOST_TITLES = 60


@page_context(CentrePage)
def centre_detail(request: HttpRequest, page: CentrePage) -> dict[str, Any]:
    published = cases_of_centre(request.user, page)
    return {
        "problem_groups": group_by_theme(page.problem_offers.select_related("problem__theme")),
        "own_cases": published[:MOST_CARDS],
        "older_cases": published[MOST_CARDS:],
        "came_from": centres_before(request.user, page),
    }


def centres_before(viewer: Viewer, page: CentrePage) -> list[CentrePage]:
    """Those that went up in this one."""
    if page.organisation_id is None:
        return []
    before = CentrePage.objects.filter(organisation__successor=page.organisation_id)
    shown = pages_visible_to(viewer, before).select_related("organisation")
    return list(shown.order_by("organisation__active_until", "sort_title"))


def cases_of_centre(viewer: Viewer, page: CentrePage) -> list[CasePage]:
    """What stands in its section and what its organisation owns, the newest first."""
    if page.pk is None or page.organisation_id is None:
        # A preview of a page that was never saved.
        return []
    own = Q(owner_organisation=page.organisation_id) | Q(path__startswith=page.path)
    shown = cases_visible_to(viewer).select_related("owner_organisation")
    found = shown.filter(own).order_by("-period_from", "sort_title", "pk")
    return list(found.prefetch_related(*CARD_RELATIONS)[: MOST_CARDS + MOST_TITLES])


def group_by_theme(offers: Iterable[CentreProblem]) -> list[tuple[str, list[CentreProblem]]]:
    """In the order of the themes, what concerns the whole approach first; in a theme where the centre helps best."""
    # In a preview a row may have no problem yet.
    chosen = [offer for offer in offers if offer.problem_id]
    chosen.sort(key=lambda offer: (_theme(offer), -offer.weight, offer.problem.order))
    return [(name, list(members)) for (_, name), members in groupby(chosen, key=_theme)]


def _theme(offer: CentreProblem) -> tuple[int, str]:
    theme = offer.problem.theme
    return (-1, GENERAL) if theme is None else (theme.order, theme.name)
