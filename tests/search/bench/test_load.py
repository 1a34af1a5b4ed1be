"""The visitors of `bench_load`, against a server that fails now and then."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from search.evaluation.bench.load import put_load


class Half(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"<html></html>" if self.path == "/good" else b"half a page"
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Half)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_right_answers_are_timed_and_wrong_ones_counted(address: str) -> None:
    tally = put_load(address, ["/good", "/broken", "/cut"], users=3, seconds=0.5, think=(0.0, 0.01))
    assert tally.milliseconds
    assert set(tally.wrong) == {"status 500", "status 200"}


def test_server_that_is_not_there_is_an_error_a_question() -> None:
    tally = put_load("http://127.0.0.1:1", ["/good"], users=1, seconds=0.2, think=(0.05, 0.05))
    assert not tally.milliseconds
    assert set(tally.wrong) == {"ConnectionRefusedError"}


@pytest.mark.parametrize("elsewhere", ["http://example.org", "https://127.0.0.1", "http://10.0.0.1:80"])
def test_load_never_leaves_this_machine(elsewhere: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        put_load(elsewhere, ["/"], users=1, seconds=0.1, think=(0.0, 0.0))


def test_load_is_bounded(address: str) -> None:
    with pytest.raises(ValueError, match="at most"):
        put_load(address, ["/good"], users=1000, seconds=1, think=(0.0, 0.0))
