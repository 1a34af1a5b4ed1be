"""What a higher app knows of somebody who wants to leave the lists."""

from collections.abc import Callable
from dataclasses import dataclass

from expertpool.models import ExpertProfile
from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class OpenWork:
    """How much of somebody waits for an answer, and how much was agreed and is not done."""

    invitations: int = 0
    missions: int = 0


def _nothing(profile: ExpertProfile) -> OpenWork:
    return OpenWork()


open_work: Provider[Callable[[ExpertProfile], OpenWork]] = Provider(_nothing)
