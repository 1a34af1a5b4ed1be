"""What every box does. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

# Of a mail that is too large so much is read: its headers, and how its text begins.
BEGINNING = 64 * 1024


class BoxError(Exception):
    """The box cannot be opened, or does not answer. The message names no mail and no password."""


@dataclass(frozen=True)
class Fetched:
    """`key` is the box's own name for it."""

    key: str
    raw: bytes
    is_whole: bool


class Box(Protocol):
    def fetch(self, limit: int) -> Iterator[Fetched]:
        """The oldest that were not read yet, one at a time. They stay where they are. Raises BoxError."""
        ...

    def finish(self, key: str) -> None:
        """Puts one that was taken in the folder of what was read. Repeatable. Raises BoxError."""
        ...

    def close(self) -> None: ...
