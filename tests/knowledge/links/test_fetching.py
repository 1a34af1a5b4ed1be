"""Fetching of addresses that anybody may write into a page: what must never be reached, and what may not take for ever."""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from knowledge.links.fetching import (
    Address,
    Fetched,
    FetchPolicy,
    FetchRefusedError,
    Refusal,
    fetch_address,
    is_public,
)

HOST = "bron.example"
LOOPBACK = "127.0.0.1"


class Source(BaseHTTPRequestHandler):
    """A host that behaves as the path says."""

    def log_message(self, *_told: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        name = self.path.partition("?")[0]
        {"/goed": self.good, "/weg": self.gone, "/groot": self.giant, "/langzaam": self.slow, "/kop": self.slow_head,
         "/half": self.half}.get(name, self.onward)()  # fmt: skip

    def good(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<p>Verslag</p>")

    def gone(self) -> None:
        self.send_response(404)
        self.end_headers()
        self.wfile.write(b"weg")

    def giant(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.server.asked.append(("cut off", {}))

    def slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"x")

    def slow_head(self) -> None:
        self.drip(b"H")

    def drip(self, byte: bytes) -> None:
        try:
            for _ in range(100):
                self.wfile.write(byte)
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")

    def onward(self) -> None:
        self.send_response(302)
        self.send_header("Location", self.path.partition("?naar=")[2] or self.path)
        self.end_headers()


@pytest.fixture
def source() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer((LOOPBACK, 0), Source)
    server.daemon_threads = True
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def is_loopback(address: Address) -> bool:
    return address.is_loopback


def policy_for(server: ThreadingHTTPServer, **fields: Any) -> FetchPolicy:
    """The tests' own host may be reached, and nothing else."""
    told: dict[str, Any] = {
        "hosts": frozenset({HOST}), "ports": frozenset({server.server_port}), "may_reach": is_loopback,
        "resolve": lambda host, port: [LOOPBACK], "most_seconds": 5, "most_bytes": 100_000,
    }  # fmt: skip
    return FetchPolicy(**{**told, **fields})


def fetch(server: ThreadingHTTPServer, path: str, **fields: Any) -> Fetched:
    return fetch_address(f"http://{HOST}:{server.server_port}{path}", policy_for(server, **fields))


def refusal(call: Callable[[], object]) -> Refusal:
    with pytest.raises(FetchRefusedError) as refused:
        call()
    return refused.value.reason


def test_answer_comes_with_its_kind_and_digest(source: ThreadingHTTPServer) -> None:
    fetched = fetch(source, "/goed")
    assert (fetched.status, fetched.content_type, fetched.body) == (200, "text/html", b"<p>Verslag</p>")
    assert len(fetched.digest) == 64
    ((_, headers),) = source.asked
    assert headers["Host"] == f"{HOST}:{source.server_port}"
    assert "Cookie" not in headers


def test_what_is_gone_says_so_without_a_body(source: ThreadingHTTPServer) -> None:
    assert fetch(source, "/weg") == Fetched(404, f"http://{HOST}:{source.server_port}/weg")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::",
     "fec0::1", "feff:ffff::1", "0.1.2.3", "100.127.255.254", "192.0.0.8", "192.0.0.254", "192.88.99.1", "198.19.255.254",
     "64:ff9b:1::a00:1", "::ffff:100.64.0.1", "::ffff:0.0.0.0", "::ffff:192.0.0.1", "::10.0.0.1", "2002:c0a8:101::1",
     "2002:6440:1::", "100::1", "2001:db8::1", "3fff::1", "5f00::1"],
)  # fmt: skip
def test_no_address_of_our_own_network_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:830::200e"]
)
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "numbers", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"], ["fe80::1%lo"]]
)
def test_name_with_a_private_number_is_refused_before_anything_is_sent(
    source: ThreadingHTTPServer, numbers: Sequence[str]
) -> None:
    ask = lambda: fetch(source, "/goed", may_reach=is_public, resolve=lambda host, port: numbers)  # noqa: E731
    assert refusal(ask) == Refusal.PRIVATE
    assert source.asked == []


def test_name_that_says_something_else_the_second_time_leads_nowhere_else(
    source: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket goes to the number that was checked: the name is not asked again."""
    answers = iter([["93.184.216.34"], [LOOPBACK], [LOOPBACK]])
    reached: list[Any] = []

    def connect(place: Any, **_told: Any) -> socket.socket:
        reached.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    ask = lambda: fetch(source, "/goed", may_reach=is_public, resolve=lambda host, port: next(answers))  # noqa: E731
    assert refusal(ask) == Refusal.UNREACHABLE
    assert reached == [("93.184.216.34", source.server_port)]


@pytest.mark.parametrize(
    ("onward", "reason"),
    [
        ("http://127.0.0.1/", Refusal.ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Refusal.ADDRESS),
        ("http://intern.example:{port}/", Refusal.HOST),
        ("http://127.0.0.1:{port}/goed", Refusal.HOST),
        ("file:///etc/passwd", Refusal.ADDRESS),
        ("gopher://bron.example:{port}/", Refusal.ADDRESS),
        ("http://beheer:geheim@bron.example:{port}/goed", Refusal.ADDRESS),
        ("http://bron.example:22/", Refusal.ADDRESS),
        ("http://[::1", Refusal.ADDRESS),
        ("http://prive.bron.example:{port}/goed", Refusal.PRIVATE),
    ],
)
def test_redirect_is_checked_like_any_address(
    source: ThreadingHTTPServer, onward: str, reason: Refusal
) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.1"] if host.startswith("prive") else [LOOPBACK]

    path = f"/door?naar={onward.format(port=source.server_port)}"
    assert refusal(lambda: fetch(source, path, resolve=resolve)) == reason
    assert len(source.asked) == 1


def test_redirect_to_a_host_that_is_known_is_followed(source: ThreadingHTTPServer) -> None:
    assert fetch(source, "/door?naar=/goed").url.endswith("/goed")


def test_redirects_come_to_an_end(source: ThreadingHTTPServer) -> None:
    assert refusal(lambda: fetch(source, "/rond")) == Refusal.REDIRECTS


def test_giant_body_is_left(source: ThreadingHTTPServer) -> None:
    assert refusal(lambda: fetch(source, "/groot")) == Refusal.SIZE


@pytest.mark.parametrize("path", ["/langzaam", "/kop"])
def test_slow_answer_is_cut_off_though_it_keeps_sending(source: ThreadingHTTPServer, path: str) -> None:
    begun = time.monotonic()
    assert refusal(lambda: fetch(source, path, most_seconds=0.6)) == Refusal.TIME
    assert time.monotonic() - begun < 5


def test_answer_that_stops_halfway_is_no_answer(source: ThreadingHTTPServer) -> None:
    assert refusal(lambda: fetch(source, "/half")) == Refusal.UNREACHABLE


@pytest.mark.parametrize(
    "url", ["http://ander.example/", "http://bron.example.evil.example/", "http://kwaadbron.example/"]
)
def test_host_that_is_not_on_the_list_is_not_even_looked_up(url: str) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError

    policy = FetchPolicy(hosts=frozenset({HOST}), resolve=resolve)
    assert refusal(lambda: fetch_address(url, policy)) == Refusal.HOST


def test_empty_list_lets_nothing_through() -> None:
    assert refusal(lambda: fetch_address(f"https://{HOST}/", FetchPolicy(hosts=frozenset()))) == Refusal.HOST


def test_name_that_cannot_be_found(source: ThreadingHTTPServer) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror

    assert refusal(lambda: fetch(source, "/goed", resolve=resolve)) == Refusal.UNREACHABLE
