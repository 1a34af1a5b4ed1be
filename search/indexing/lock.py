"""One at a time may make the index anew, among all processes that share the database."""

import contextlib
from collections.abc import Iterator

from krachtwijken.core.locks import LockHeldError, exclusive
from search.errors import RebuildRunningError


@contextlib.contextmanager
def rebuild_lock() -> Iterator[None]:
    """Raises RebuildRunningError when somebody else is at it."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(exclusive("rebuild"))
        except LockHeldError as error:
            raise RebuildRunningError("the index is being made anew already") from error
        yield
