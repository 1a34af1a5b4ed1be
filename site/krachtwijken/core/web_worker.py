"""gunicorn's process with threads, taking a visitor only when it has a thread for one."""

import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# For a connection that was opened and asks nothing, as browsers do in advance.
SECONDS_TO_ASK = 10.0


class SharingWorker(ThreadWorker):
    """Visitors wait before the door that all processes share, not behind one that happens to be slow.

    gunicorn's own accepts every connection at once, and a visitor behind a long answer waits while another process
    has nothing to do. Measured: docs/operations.md. Goes with `keepalive` 0, or a visitor stays with one process.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The methods below run in the main thread only.
        self.busy = 0

    def enqueue_req(self, conn: Any) -> None:
        if not conn.initialized and not conn.wait_for_data(0):
            self._wait_apart(conn)
            return
        self.busy += 1
        if self.busy >= self.cfg.threads:
            # The loop of gunicorn opens the door again when a request has ended.
            super().set_accept_enabled(False)
        super().enqueue_req(conn)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled and self.busy < self.cfg.threads)

    def finish_request(self, conn: Any, fs: "Future[Any]") -> None:
        self.busy -= 1
        super().finish_request(conn, fs)

    def _wait_apart(self, conn: Any) -> None:
        """Without a thread, until something is asked: gunicorn's own lets a thread wait for five seconds."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + SECONDS_TO_ASK
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))
