"""A value that a process keeps from the database, and looks after now and then."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ProcessCache(Generic[Value]):
    """`read` makes the value; `stamp` is cheap to ask and changes when the value does. What another process changed is
    seen within `seconds`; after `forget` this process looks at once. While one thread reads, others use the old value;
    only the first reading of all is waited for."""

    def __init__(
        self, read: Callable[[], Value], stamp: Callable[[], object], *, empty: Value, seconds: float
    ) -> None:
        self._read = read
        self._stamp = stamp
        self.seconds = seconds
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._known: object = _NEVER
        self._value = empty

    def current(self) -> Value:
        if time.monotonic() - self._looked_at < self.seconds:
            return self._value
        if self._lock.acquire(blocking=self._known is _NEVER):
            try:
                if time.monotonic() - self._looked_at >= self.seconds:
                    self._look()
            finally:
                self._lock.release()
        return self._value

    def _look(self) -> None:
        begun, stamp = time.monotonic(), self._stamp()
        if stamp != self._known:
            self._value = self._read()
            self._known = stamp
        self._looked_at = begun

    def forget(self, **_signal: object) -> None:
        """May be connected to a signal."""
        self._looked_at = float("-inf")
        # Read again even when the stamp is the same: two changes within its precision look alike.
        if self._known is not _NEVER:
            self._known = _STALE


_NEVER, _STALE = object(), object()
