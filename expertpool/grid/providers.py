"""What the grid asks of the app above: without it nobody is busy and nothing is asked."""

from collections.abc import Callable, Collection, Mapping

from krachtwijken.core.providers import Provider

# (level, theme) -> open requests that ask for it; of gemeenten in this province, of all when it is empty.
DemandByCell = Callable[[str], Mapping[tuple[str, str], int]]
# Keys of profiles, or None for everybody -> how many assignments each of them has now; who has none may be left out.
LoadOfProfiles = Callable[[Collection[int] | None], Mapping[int, int]]


def _nothing_asked(region: str) -> Mapping[tuple[str, str], int]:
    return {}


def _nobody_busy(profiles: Collection[int] | None) -> Mapping[int, int]:
    return {}


open_demand: Provider[DemandByCell] = Provider(_nothing_asked)
current_load: Provider[LoadOfProfiles] = Provider(_nobody_busy)
