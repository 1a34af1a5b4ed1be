"""What higher apps know of the owner of a profile: each registers what it has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expertpool.models import ExpertProfile
from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class OwnMission:
    """Work that was done through the loket, for its owner to point at."""

    key: str
    title: str


def _nothing(profile: ExpertProfile) -> Mapping[str, Any]:
    return {}


def _no_missions(profile: ExpertProfile) -> Sequence[OwnMission]:
    return ()


# For who takes along the own data.
more_own_data: Provider[Callable[[ExpertProfile], Mapping[str, Any]]] = Provider(_nothing)
own_missions: Provider[Callable[[ExpertProfile], Sequence[OwnMission]]] = Provider(_no_missions)
