"""gunicorn's process with threads, taking a visitor only when it has a thread for one."""

import contextlib
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

# For a connection that was opened and asks nothing, as browsers do in advance.
SECONDS_TO_ASK = 10.0

# gunicorn answers these before the site sees them, in English and in one line.
REFUSALS: dict[type[Exception], tuple[str, str, str]] = {
    LimitRequestLine: (
        "414 URI Too Long",
        "Dit adres is te lang",
        "Er staat meer in het adres dan wij kunnen lezen. Zoek met minder woorden, of kies minder filters.",
    ),
    LimitRequestHeaders: (
        "431 Request Header Fields Too Large",
        "Uw browser stuurt te veel mee",
        "Verwijder de cookies van deze site in uw browser en probeer het opnieuw.",
    ),
}
# Without styles: no file of the site may be asked for here.
PAGE = """<!DOCTYPE html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | Krachtwijken</title></head>
<body><main><h1>{title}</h1><p>{text}</p><p><a href="/">Naar de voorpagina</a></p></main></body>
</html>
"""


def refusal_page(error: BaseException) -> bytes | None:
    """The whole answer to a request that cannot be read, when it is one that a reader can do something about."""
    found = REFUSALS.get(type(error))  # type: ignore[arg-type]
    if found is None:
        return None
    status, title, text = found
    page = PAGE.format(title=title, text=text).encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return head.encode("ascii") + page


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

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        answer = refusal_page(exc)
        if answer is None:
            super().handle_error(req, client, addr, exc)
            return
        # A visitor who left in the meantime hears nothing.
        with contextlib.suppress(OSError):
            write_nonblock(client, answer)

    def _wait_apart(self, conn: Any) -> None:
        """Without a thread, until something is asked: gunicorn's own lets a thread wait for five seconds."""
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + SECONDS_TO_ASK
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))
