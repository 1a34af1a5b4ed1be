"""Threads beside the requests of a process, and their orderly end.

A thread that is inside native code (the language model, the index) when Python ends is cut off there, which aborts the
process. So they are told to stop and waited for; what does not come back in time is left behind without a farewell.
"""

import os
import sys
import threading
import time
from collections.abc import Callable

Stopped = Callable[[], bool]

_stopping = threading.Event()
_threads: list[threading.Thread] = []
_on_stop: list[Callable[[], None]] = []


def start(target: Callable[[Stopped], None], *, name: str, on_stop: Callable[[], None] | None = None) -> None:
    """Run `target` beside the requests; it asks `stopped()` now and then. `on_stop` wakes it when it sleeps."""
    thread = threading.Thread(target=target, args=(_stopping.is_set,), name=name, daemon=True)
    _threads.append(thread)
    if on_stop is not None:
        _on_stop.append(on_stop)
    thread.start()


def stop(*, seconds: float) -> bool:
    """Tell all threads and wait at most so long together; says whether all have ended."""
    _stopping.set()
    for wake in _on_stop:
        wake()
    until = time.monotonic() + seconds
    for thread in _threads:
        thread.join(max(0.0, until - time.monotonic()))
    return not any(thread.is_alive() for thread in _threads)


def leave() -> None:
    """End this process now with code 0, without Python's own farewell: what lasts is in the database already."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
