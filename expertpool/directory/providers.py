"""What a higher app knows of the work of somebody, for the own page and for who wants to leave the lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from expertpool.models import ExpertProfile
from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class WorkLine:
    """An invitation that waits for an answer, or a mission that is not done; `until` in words."""

    title: str
    url: str
    until: str


@dataclass(frozen=True)
class OpenWork:
    """How much of somebody waits for an answer, and how much was agreed and is not done."""

    invitations: int = 0
    missions: int = 0

    @property
    def taken(self) -> int:
        return self.invitations + self.missions


def _nothing(profile: ExpertProfile) -> OpenWork:
    return OpenWork()


def _no_lines(profile: ExpertProfile) -> Sequence[WorkLine]:
    return ()


open_work: Provider[Callable[[ExpertProfile], OpenWork]] = Provider(_nothing)
work_lines: Provider[Callable[[ExpertProfile], Sequence[WorkLine]]] = Provider(_no_lines)
