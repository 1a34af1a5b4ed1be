"""What a higher app knows of the work of somebody, for the own page and for who leaves the lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class WorkLine:
    """An invitation or a text that waits for an answer, or a mission that is not done; `until` in words."""

    title: str
    url: str
    until: str


@dataclass(frozen=True)
class OpenWork:
    """Of one person what waits for an answer, the first term first, what waits to be read, and what was agreed and is not
    done."""

    asked: Sequence[WorkLine] = ()
    agreed: Sequence[WorkLine] = ()
    # What waits for a word besides: it takes no room.
    to_read: Sequence[WorkLine] = ()

    @property
    def invitations(self) -> int:
        return len(self.asked)

    @property
    def missions(self) -> int:
        return len(self.agreed)

    @property
    def taken(self) -> int:
        return self.invitations + self.missions

    @property
    def lines(self) -> Sequence[WorkLine]:
        return (*self.asked, *self.to_read, *self.agreed)


def _nothing(profile: ExpertProfile) -> OpenWork:
    return OpenWork()


open_work: Provider[Callable[[ExpertProfile], OpenWork]] = Provider(_nothing)


def _nothing_asked(profile: ExpertProfile, actor: User) -> None:
    return


# Of a profile that is locked and leaves: what waits for an answer of its person waits no longer. Within that transaction.
end_asks: Provider[Callable[[ExpertProfile, User], None]] = Provider(_nothing_asked)
