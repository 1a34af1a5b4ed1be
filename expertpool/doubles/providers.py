"""What a higher app keeps of a profile, and takes along when two become one."""

from collections.abc import Callable

from expertpool.models import ExpertProfile
from krachtwijken.core.providers import Provider

Move = Callable[[ExpertProfile, ExpertProfile], None]


def _nothing_to_move(loser: ExpertProfile, winner: ExpertProfile) -> None:
    return


# (loser, winner), both locked; within the transaction that makes them one.
move_work: Provider[Move] = Provider(_nothing_to_move)
