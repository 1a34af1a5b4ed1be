"""The loop that works rows off: in `manage.py worker`, or in a thread of the web process (the embedded default)."""

import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connections

from krachtwijken.core.outbox import scheduler, wake
from krachtwijken.core.outbox.services import drain

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0


def run(*, stopped: Callable[[], bool]) -> None:
    """Work until `stopped()`; an error of the database is logged and tried again after a pause."""
    while not stopped():
        try:
            close_old_connections()
            busy = drain(limit=50) > 0
            scheduler.run_due()
        except Exception:
            log.exception("outbox_loop_failed")
            connections.close_all()
            busy = False
        if not busy:
            wake.wait(seconds=POLL_SECONDS)


def start_thread() -> threading.Thread:
    """Start the loop beside the requests of this process; it ends with the process."""
    thread = threading.Thread(target=run, kwargs={"stopped": lambda: False}, name="outbox", daemon=True)
    thread.start()
    return thread
