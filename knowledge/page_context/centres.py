"""What the page of a centre shows: the problems with which it helps, per theme."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from knowledge.discovery.presenter import WHOLE_APPROACH
from knowledge.models import CentrePage, CentreProblem
from krachtwijken.core.page_context import page_context

GENERAL = WHOLE_APPROACH


@page_context(CentrePage)
def centre_detail(request: HttpRequest, page: CentrePage) -> dict[str, Any]:
    return {"problem_groups": group_by_theme(page.problem_offers.select_related("problem__theme"))}


def group_by_theme(offers: Iterable[CentreProblem]) -> list[tuple[str, list[CentreProblem]]]:
    """In the order of the themes, what concerns the whole approach first; in a theme where the centre helps best."""
    # In a preview a row may have no problem yet.
    chosen = [offer for offer in offers if offer.problem_id]
    chosen.sort(key=lambda offer: (_theme(offer), -offer.weight, offer.problem.order))
    return [(name, list(members)) for (_, name), members in groupby(chosen, key=_theme)]


def _theme(offer: CentreProblem) -> tuple[int, str]:
    theme = offer.problem.theme
    return (-1, GENERAL) if theme is None else (theme.order, theme.name)
