"""Tells the thread in this process that there is something to do; other processes look every second."""

import threading

something_waits = threading.Event()


def wake_up() -> None:
    something_waits.set()


def wait(*, seconds: float) -> None:
    """Return when woken, or after so many seconds."""
    something_waits.wait(seconds)
    something_waits.clear()
