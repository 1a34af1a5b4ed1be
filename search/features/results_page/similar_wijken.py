"""Wijken that resemble a wijk: those that share most problem labels with it."""

from dataclasses import dataclass
from itertools import groupby

from knowledge.models import WijkPage
from knowledge.selectors import wijk_pages_visible_to, wijken_with_same_problems
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.types import Viewer

MOST_ALIKE = 8
OWN = "Uw eigen wijken"
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class SimilarWijken:
    """`others` share most problems with `page`, most first; empty when nothing is known of its problems."""

    page: WijkPage
    others: list[WijkPage]

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(other.wijk.slug for other in self.others)


def wijken_similar_to(slug: str, *, viewer: Viewer) -> SimilarWijken | None:
    page = wijk_pages_visible_to(viewer).filter(wijk__slug=slug).first()
    if page is None:
        return None
    return SimilarWijken(page, wijken_with_same_problems(viewer, page, limit=MOST_ALIKE))


def wijk_choices(viewer: Viewer) -> Choices:
    """Wijken of which problems are known, per gemeente; those of somebody's own gemeente first."""
    pages = wijk_pages_visible_to(viewer).filter(problems__isnull=False).distinct()
    rows = list(pages.values_list("wijk__gemeente_id", "wijk__gemeente__name", "wijk__slug", "title"))
    mine = set(gemeenten_of(viewer).values_list("pk", flat=True)) if isinstance(viewer, User) else set()
    own = [(slug, title) for gemeente, _, slug, title in rows if gemeente in mine]
    others = [row for row in rows if row[0] not in mine]
    groups: Choices = [(OWN, own)] if own else []
    for name, members in groupby(others, key=lambda row: row[1]):
        groups.append((name, [(slug, title) for _, _, slug, title in members]))
    return groups
