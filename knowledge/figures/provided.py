"""What the loket knows of pages, and registers: it lies above."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from krachtwijken.core.providers import Provider


@dataclass(frozen=True)
class Proposed:
    """In how many requests a proposal was sent with a page: by page, and with any of them."""

    by_page: Mapping[int, int] = field(default_factory=dict)
    total: int = 0


def _nothing(_pages: Collection[int], _since: date) -> Proposed:
    return Proposed()


proposed_pages: Provider[Callable[[Collection[int], date], Proposed]] = Provider(_nothing)
