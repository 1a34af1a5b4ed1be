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


def _no_terms() -> Sequence[tuple[str, str]]:
    return ()


# What is kept, and how long, for the own page.
more_own_terms: Provider[Callable[[], Sequence[tuple[str, str]]]] = Provider(_no_terms)
# For who takes along the own data.
more_own_data: Provider[Callable[[ExpertProfile], Mapping[str, Any]]] = Provider(_nothing)
own_missions: Provider[Callable[[ExpertProfile], Sequence[OwnMission]]] = Provider(_no_missions)
