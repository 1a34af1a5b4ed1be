"""The pool as a visitor sees it: who fits the chosen values, and how many there are of each level on each theme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict

from expertpool.enums import ExpertRole, Level, Province
from expertpool.models import ExpertProfile
from expertpool.selectors import going_to, narrow_profiles, profiles_visible_to, proving_evidence, with_themes
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import pages_about_problem
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.query_params import choice_param


@dataclass(frozen=True)
class PoolFilters:
    """Empty is all; a value in the address that is not known is left out."""

    theme: str = ""
    level: str = ""
    role: str = ""
    province: str = ""
    problem: str = ""

    @classmethod
    def from_query(cls, query: QueryDict, *, problems: Collection[str] = ()) -> "PoolFilters":
        """`problems` are the codes that are known."""
        return cls(
            theme=choice_param(query, "thema", ThemeCode.values),
            level=choice_param(query, "niveau", Level.values),
            role=choice_param(query, "rol", ExpertRole.values),
            province=choice_param(query, "provincie", Province.values),
            problem=choice_param(query, "probleem", problems),
        )

    @property
    def query(self) -> str:
        """What stands behind an address, always in the same order; empty when nothing is chosen."""
        values = {
            "thema": self.theme, "niveau": self.level, "rol": self.role, "provincie": self.province,
            "probleem": self.problem,
        }  # fmt: skip
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    def __bool__(self) -> bool:
        return bool(self.query)


def filter_profiles(viewer: Viewer, filters: PoolFilters) -> QuerySet[ExpertProfile]:
    """Visible profiles that fit every chosen value, ready to be shown as cards."""
    visible = with_themes(profiles_visible_to(viewer)).order_by("sort_title", "pk")
    fitting = narrow_profiles(visible, theme=filters.theme, level=filters.level, role=filters.role)
    return _who_worked_on(going_to(fitting, filters.province), viewer, filters.problem)


def _who_worked_on(
    profiles: QuerySet[ExpertProfile], viewer: Viewer, problem: str
) -> QuerySet[ExpertProfile]:
    """Proved by a page about it that the viewer may read."""
    if not problem:
        return profiles
    pages = pages_about_problem.current()(viewer, problem)
    return profiles.filter(pk__in=proving_evidence().filter(page__in=pages).order_by().values("profile"))


def count_by_level_and_theme(viewer: Viewer) -> Mapping[tuple[str, str], int]:
    """By (level, theme) how many of those the viewer may see; in one query, whatever their number."""
    rows = (
        profiles_visible_to(viewer)
        .select_related(None)
        .prefetch_related(None)
        .order_by()
        .filter(theme_depths__isnull=False, level_rows__isnull=False)
        .values_list("level_rows__level", "theme_depths__theme")
        .annotate(found=Count("pk"))
    )
    return {(level, theme): count for level, theme, count in rows}
