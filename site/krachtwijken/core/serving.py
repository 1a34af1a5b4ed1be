"""The embedded default: one gunicorn process with threads, and the outbox loop beside the requests."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from krachtwijken.core.outbox import worker

THREADS = 4
# Called in a thread after the start, so that the first visitor does not wait for the language model.
WARM_UPS: list[Callable[[], None]] = []


def warm_up(function: Callable[[], None]) -> Callable[[], None]:
    WARM_UPS.append(function)
    return function


def after_fork(_worker: Any) -> None:
    """Threads do not survive a fork: they start in the process that serves."""
    import threading

    if settings.OUTBOX_EMBEDDED:
        worker.start_thread()
    for function in WARM_UPS:
        threading.Thread(target=function, name="warm-up", daemon=True).start()


class EmbeddedServer(BaseApplication):
    def __init__(self, *, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self.bind,
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
            "post_worker_init": after_fork,
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
    EmbeddedServer(bind=f"{host}:{port}").run()
