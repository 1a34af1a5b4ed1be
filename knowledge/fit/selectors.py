"""The wijken to choose from, and what is known of the one that was chosen. Nothing that the viewer may not read."""

from itertools import groupby

from knowledge.fit.rules import OwnWijk
from knowledge.selectors import wijk_pages_visible_to
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, Wijk


def wijken_per_gemeente() -> list[tuple[Gemeente, list[Wijk]]]:
    wijken = Wijk.objects.select_related("gemeente").order_by("gemeente__sort_name", "sort_name", "programme")
    return [(gemeente, list(rows)) for gemeente, rows in groupby(wijken, key=lambda wijk: wijk.gemeente)]


def own_wijk(viewer: Viewer, slug: str) -> OwnWijk | None:
    wijk = Wijk.objects.select_related("gemeente").filter(slug=slug).first() if slug else None
    if wijk is None:
        return None
    pages = wijk_pages_visible_to(viewer).filter(wijk=wijk)
    codes = pages.order_by().exclude(problems=None).values_list("problems", flat=True)
    return OwnWijk(wijk, frozenset(codes))
