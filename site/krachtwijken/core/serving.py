"""gunicorn as `manage.py serve` and `deploy/gunicorn.conf.py` run it, and what stands beside the requests."""

import contextlib
import ctypes
import logging
import os
import signal
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication

from krachtwijken.core import background, garbage
from krachtwijken.core.outbox import wake, worker
from krachtwijken.core.quiet_logs import LibraryLines

# Two cores are used by two processes: threads of one process take turns for the interpreter. Measured: operations.md.
MOST_PROCESSES = 2
# More threads than this of one interpreter cost a fifth of its processor time and answer nobody sooner.
THREADS = 2
SECONDS_TO_END = 8.0
M_ARENA_MAX, HEAPS = -8, 2
# Called in a thread after the start, so that the first visitor does not wait for the language model.
WARM_UPS: list[Callable[[], None]] = []


def warm_up(function: Callable[[], None]) -> Callable[[], None]:
    WARM_UPS.append(function)
    return function


def processes() -> int:
    """As many as named in WEB_PROCESSES, else one a core up to MOST_PROCESSES."""
    return settings.WEB_PROCESSES or max(1, min(MOST_PROCESSES, os.cpu_count() or 1))


def start_serving(_worker: Any) -> None:
    """Threads do not survive a fork: they start in the process that serves."""
    # Ctrl-C reaches every process of the terminal; gunicorn passes it on as well, and its own way out of a process
    # that is told twice is a deadlock. The first is left to gunicorn's parent process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # gunicorn has a log of its own, and names the address of a request that fails in it.
    logging.getLogger("gunicorn.error").addFilter(LibraryLines())
    _share_memory_between_threads()
    if settings.OUTBOX_EMBEDDED:
        background.start(worker.run_alone, name="outbox", on_stop=wake.wake_up)
    background.start(_warm_up, name="warm-up")


def stop_serving(_arbiter: Any, process: Any) -> None:
    """gunicorn calls this in the process that ends, and for one that it failed to start also in its own."""
    if process.pid == os.getpid():
        for number in (signal.SIGQUIT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        background.stop(seconds=SECONDS_TO_END)
        connections.close_all()
        background.leave()


def _share_memory_between_threads() -> None:
    """glibc gives every thread a heap of its own and keeps the largest size each ever had. Two heaps: 70 MB less."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, HEAPS)


def _warm_up(stopped: background.Stopped) -> None:
    for function in WARM_UPS:
        if not stopped():
            function()
    garbage.settle()
    # This thread asked the database too.
    connections.close_all()


class EmbeddedServer(BaseApplication):
    def __init__(self, *, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self.bind,
            "workers": processes(),
            "threads": settings.WEB_THREADS or THREADS,
            "worker_class": "krachtwijken.core.web_worker.SharingWorker",
            "timeout": 60,
            "graceful_timeout": 10,
            # A connection that stays would keep a visitor with one process, however busy it is.
            "keepalive": 0,
            "loglevel": "warning",
            "post_worker_init": start_serving,
            "worker_exit": stop_serving,
            # No control socket or pid file in the working directory.
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from krachtwijken.wsgi import application

        return application


def serve(*, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    # A connection must not be shared with the processes that are forked.
    connections.close_all()
    EmbeddedServer(bind=f"{host}:{port}").run()
