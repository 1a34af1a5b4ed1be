"""The cells of the grid, in the same few queries for ten people and for ten thousand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from expertpool.enums import Level
from expertpool.grid.providers import current_load, open_demand
from expertpool.models import ExpertProfile
from expertpool.models.call import RecruitmentCall
from expertpool.selectors import candidates, going_to
from krachtwijken.core.enums import ThemeCode

# Fewer people than this is thin: one who is ill leaves nobody.
ENOUGH = 2


@dataclass(frozen=True)
class GridCell:
    """`supply` whom the loket may ask now, `busy` how many of them have all the work they wanted, `demand` open requests."""

    level: Level
    theme: ThemeCode
    supply: int
    busy: int
    demand: int

    @property
    def free(self) -> int:
        return self.supply - self.busy

    @property
    def is_hole(self) -> bool:
        return self.free <= 0

    @property
    def is_thin(self) -> bool:
        return not self.is_hole and (self.free < ENOUGH or self.free < self.demand)


def grid_cells(region: str) -> list[list[GridCell]]:
    """For the loket only; a row for each level."""
    people = going_to(candidates(), region).select_related(None).prefetch_related(None).order_by()
    busy_people = _busy_among(people)
    counted = (
        people.filter(theme_depths__isnull=False, level_rows__isnull=False)
        .values_list("level_rows__level", "theme_depths__theme")
        .annotate(found=Count("pk"), taken=Count("pk", filter=Q(pk__in=busy_people)))
    )
    supply: Counter[tuple[str, str]] = Counter()
    busy: Counter[tuple[str, str]] = Counter()
    for level, theme, found, taken in counted:
        supply[level, theme], busy[level, theme] = found, taken
    demand = open_demand.current()(region)
    return [[_cell_of(level, theme, supply, busy, demand) for theme in ThemeCode] for level in Level]


def _cell_of(
    level: Level,
    theme: ThemeCode,
    supply: Mapping[tuple[str, str], int],
    busy: Mapping[tuple[str, str], int],
    demand: Mapping[tuple[str, str], int],
) -> GridCell:
    key = (level.value, theme.value)
    return GridCell(level, theme, supply[key], busy[key], demand.get(key, 0))


def _busy_among(people: QuerySet[ExpertProfile]) -> list[int]:
    """Who has all the work they wanted: how much that is only the app above knows."""
    # Asked of everybody: those who have something to do are few, and the pool may hold thousands.
    load = current_load.current()(None)
    most = people.filter(pk__in=load).values_list("pk", "max_parallel")
    return [pk for pk, room in most if load[pk] >= room]


def open_calls() -> QuerySet[RecruitmentCall]:
    """Public."""
    still = RecruitmentCall.objects.filter(ends_on__gte=timezone.localdate(), ended_at=None)
    return still.select_related("theme")
