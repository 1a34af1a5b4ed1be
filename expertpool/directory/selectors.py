"""The pool as a visitor sees it: who fits the chosen values, and how many there are of each level on each theme."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from expertpool.enums import ExpertRole, Level
from expertpool.models import ExpertProfile
from expertpool.selectors import narrowed, profiles_visible_to, with_themes
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.query_params import choice_param


@dataclass(frozen=True)
class PoolFilters:
    """Empty is all; a value in the address that is not known is left out."""

    theme: str = ""
    level: str = ""
    role: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "PoolFilters":
        return cls(
            theme=choice_param(query, "thema", ThemeCode.values),
            level=choice_param(query, "niveau", Level.values),
            role=choice_param(query, "rol", ExpertRole.values),
        )

    def __bool__(self) -> bool:
        return bool(self.theme or self.level or self.role)


def filter_profiles(viewer: Viewer, filters: PoolFilters) -> QuerySet[ExpertProfile]:
    """Visible profiles that fit every chosen value, ready to be shown as cards."""
    visible = with_themes(profiles_visible_to(viewer)).order_by("title", "pk")
    return narrowed(visible, theme=filters.theme, level=filters.level, role=filters.role)


def count_by_level_and_theme(viewer: Viewer) -> Mapping[tuple[str, str], int]:
    """By (level, theme) how many of those the viewer may see; in one query, whatever their number."""
    per_level = {level.value: Count("pk", filter=Q(levels__includes=level.value)) for level in Level}
    rows = (
        profiles_visible_to(viewer)
        .order_by()
        .filter(theme_depths__isnull=False)
        .values_list("theme_depths__theme")
        .annotate(**per_level)
    )
    return {
        (level.value, theme): count
        for theme, *counts in rows
        for level, count in zip(Level, counts, strict=True)
    }
