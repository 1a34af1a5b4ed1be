"""The loop that works rows off: in `manage.py worker`, or in a thread of the web process (the embedded default)."""

import fcntl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import structlog
from django.conf import settings
from django.db import close_old_connections, connections

from krachtwijken.core.outbox import scheduler, wake
from krachtwijken.core.outbox.services import drain

log = structlog.get_logger(__name__)

# What another process wrote is noticed after half of this on average.
POLL_SECONDS = 0.5
LOOK_FOR_TURN_SECONDS = 2.0
# A job in hand is waited for so long at the end; a worker cut off in it leaves it to the next (scheduler.LONGEST).
CLOCK_MAY_TAKE_SECONDS = 5.0


def run(*, stopped: Callable[[], bool], pulse: Callable[[], None] = lambda: None) -> bool:
    """Work until `stopped()`; an error of the database is logged and tried again after a pause. `pulse` is called in
    every turn. Says whether what runs by the clock has ended too."""
    clock = threading.Thread(target=_keep_time, args=(stopped,), name="clock", daemon=True)
    clock.start()
    while not stopped():
        pulse()
        try:
            close_old_connections()
            busy = drain(limit=50) > 0
        except Exception:
            log.exception("outbox_loop_failed")
            connections.close_all()
            busy = False
        if not busy:
            wake.wait(seconds=POLL_SECONDS)
    clock.join(CLOCK_MAY_TAKE_SECONDS)
    return not clock.is_alive()


def _keep_time(stopped: Callable[[], bool]) -> None:
    """Beside the rows: a nightly job takes minutes, and mail and index wait for nobody."""
    while not stopped():
        try:
            close_old_connections()
            scheduler.run_due(stopped=stopped)
        except Exception:
            log.exception("clock_failed")
            connections.close_all()
        time.sleep(POLL_SECONDS)
    connections.close_all()


def run_alone(stopped: Callable[[], bool]) -> None:
    """As `run`, beside the requests of a web process: of several processes on one var folder, one does the work. When
    that one ends another takes over."""
    lock = FileTurn(settings.KRACHTWIJKEN_VAR / "outbox.turn")
    try:
        while not stopped() and not lock.take():
            wake.wait(seconds=LOOK_FOR_TURN_SECONDS)
        run(stopped=stopped)
    finally:
        lock.give()
        connections.close_all()


class FileTurn:
    """A lock on a file: the operating system gives it back when its process ends, however that happens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[bytes] | None = None

    def take(self) -> bool:
        file = self.path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self.file = file
        return True

    def give(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None
