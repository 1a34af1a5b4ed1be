"""How much of people's room is taken. The advice stands below what knows that, so it is registered here."""

from collections.abc import Callable, Collection, Mapping

from krachtwijken.core.providers import Provider


def _nothing_taken(pks: Collection[int]) -> Mapping[int, int]:
    return {}


# By profile the number of open invitations and missions.
taken_room: Provider[Callable[[Collection[int]], Mapping[int, int]]] = Provider(_nothing_taken)
