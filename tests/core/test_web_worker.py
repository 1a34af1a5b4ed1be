"""Real processes and real connections; what must not wait is asked with a limit that only a deadlock reaches."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 20.0


@contextmanager
def site(processes: int) -> Iterator[int]:
    """The port of a site with one thread in each of `processes`."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    options = ["--workers", str(processes), "--threads", "1", "--keep-alive", "0", "--no-control-socket"]
    worker = ["--worker-class", "krachtwijken.core.web_worker.SharingWorker"]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-b",
            f"127.0.0.1:{port}",
            *options,
            *worker,
            "tests.core.waiting_app",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)])},
        stderr=subprocess.DEVNULL,
    )
    try:
        until_it_answers(port)
        yield port
    finally:
        process.terminate()
        assert process.wait(timeout=LIMIT) == 0


def until_it_answers(port: int) -> None:
    limit = time.monotonic() + LIMIT
    while True:
        try:
            return ask(port)
        except OSError:
            assert time.monotonic() < limit
            time.sleep(0.05)


def ask(port: int, path: str = "/") -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)) as connection:
        connection.request("GET", path)
        assert connection.getresponse().read() == b"done"


def until_begun(held: Path) -> None:
    limit = time.monotonic() + LIMIT
    while not held.with_suffix(".begun").exists():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "go"
    yield path
    path.touch()


def test_visitors_go_to_the_free_process_while_another_is_held_up(held: Path) -> None:
    with site(processes=2) as port:
        slow = threading.Thread(target=ask, args=(port, f"/wait?{held}"))
        slow.start()
        until_begun(held)
        for _ in range(50):
            ask(port)
        assert slow.is_alive()
        held.touch()
        slow.join(LIMIT)
        assert not slow.is_alive()


def test_visitor_who_waits_before_the_door_is_answered_when_a_thread_is_free(held: Path) -> None:
    with site(processes=1) as port:
        visitors = [threading.Thread(target=ask, args=(port, f"/wait?{held}")) for _ in range(5)]
        for visitor in visitors:
            visitor.start()
        held.touch()
        for visitor in visitors:
            visitor.join(LIMIT)
        assert not any(visitor.is_alive() for visitor in visitors)


def test_connections_that_ask_nothing_hold_no_thread() -> None:
    with site(processes=1) as port, ExitStack() as silent:
        opened = [silent.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(10)]
        ask(port)
        late = opened[0]
        late.settimeout(LIMIT)
        late.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert late.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("path", "headers", "status", "told"),
    [
        ("/zoeken/?q=" + "a" * 5000, {}, 414, "Dit adres is te lang"),
        ("/", {"Cookie": "a" * 9000}, 431, "Verwijder de cookies"),
    ],
)
def test_request_that_is_too_long_is_refused_in_dutch(
    path: str, headers: dict[str, str], status: int, told: str
) -> None:
    with (
        site(processes=1) as port,
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)) as connection,
    ):
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        page = response.read().decode()
        assert (response.status, response.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
        assert told in page
        assert 'lang="nl"' in page
        ask(port)
