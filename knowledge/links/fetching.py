"""Fetch one address of another host, and only what may be fetched. No Django in here.

Every address is checked by its host, and every connection by the number that it goes to: a name is resolved once, all its numbers
are looked at, and the socket is opened to one of those. So a name that says something else a moment later (DNS rebinding) leads
nowhere else. A redirect is an address like any other and is checked as one.
"""

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

AGENT = "Krachtwijken-linkcontrole/1"
PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 4
PIECE = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})


# Of no use outside a network, or a way into one, whatever the version of Python calls them: this network, carrier NAT, protocol
# assignments, relays, site-local (left in 2004, still routed inside), NAT64 and discard.
NOT_OF_THE_INTERNET = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "fec0::/10", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16",
    )
)  # fmt: skip


class Refusal(StrEnum):
    """Why nothing was fetched; the values are kept."""

    HOST = "host"
    ADDRESS = "address"
    PRIVATE = "private"
    REDIRECTS = "redirects"
    TIME = "time"
    SIZE = "size"
    UNREACHABLE = "unreachable"


class FetchRefusedError(Exception):
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Every number of a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(address: Address) -> bool:
    """Of the internet: nothing of this machine, its network, or a mask of one of those."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None and not is_public(inner):
            return False
    if any(address in network for network in NOT_OF_THE_INTERNET):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True)
class FetchPolicy:
    """`hosts`: a name, which holds for what lies below it too. Sizes in bytes, times in seconds. The last three are there to
    be replaced by tests."""

    hosts: frozenset[str]
    most_bytes: int = 5 * 1024 * 1024
    most_seconds: float = 20
    may_reach: Callable[[Address], bool] = is_public
    resolve: Resolver = resolve_host
    ports: frozenset[int] = field(default_factory=lambda: frozenset(PORTS.values()))

    def knows(self, host: str) -> bool:
        return any(host == name or host.endswith(f".{name}") for name in self.hosts)


@dataclass(frozen=True)
class Fetched:
    """`body` is empty when the answer was no success."""

    status: int
    url: str
    content_type: str = ""
    body: bytes = b""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def fetch_address(url: str, policy: FetchPolicy) -> Fetched:
    """Raises FetchRefusedError. Takes at most `policy.most_seconds`, redirects and all; the system's own look-up of a name
    comes on top."""
    deadline = time.monotonic() + policy.most_seconds
    for _ in range(MOST_REDIRECTS + 1):
        fetched, onward = _fetch_once(url, policy, deadline)
        if not onward:
            return fetched
        try:
            url = urljoin(url, onward)
        except ValueError as error:
            raise FetchRefusedError(Refusal.ADDRESS) from error
    raise FetchRefusedError(Refusal.REDIRECTS)


def _fetch_once(url: str, policy: FetchPolicy, deadline: float) -> tuple[Fetched, str]:
    parts, host, port = _checked(url, policy)
    addresses = _numbers_of(host, port, policy)
    try:
        with closing(_connect(addresses, port, deadline)) as raw, _hung_up_at(deadline, raw):
            sock = raw
            if parts.scheme == "https":
                sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            return _ask(sock, url, parts, host, port, policy, deadline)
    except FetchRefusedError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() >= deadline or isinstance(error, TimeoutError)
        raise FetchRefusedError(Refusal.TIME if late else Refusal.UNREACHABLE) from error


def _checked(url: str, policy: FetchPolicy) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as error:
        raise FetchRefusedError(Refusal.ADDRESS) from error
    odd = parts.username is not None or parts.password is not None or not host
    if parts.scheme not in PORTS or port not in policy.ports or odd or any(ord(sign) < 33 for sign in url):
        raise FetchRefusedError(Refusal.ADDRESS)
    if not policy.knows(host):
        raise FetchRefusedError(Refusal.HOST)
    return parts, host, port


def _numbers_of(host: str, port: int, policy: FetchPolicy) -> list[Address]:
    """One that is not of the internet makes the name suspect: then none is used."""
    try:
        numbers = [ipaddress.ip_address(number.partition("%")[0]) for number in policy.resolve(host, port)]
    except (OSError, ValueError) as error:
        raise FetchRefusedError(Refusal.UNREACHABLE) from error
    if not all(policy.may_reach(number) for number in numbers):
        raise FetchRefusedError(Refusal.PRIVATE)
    if not numbers:
        raise FetchRefusedError(Refusal.UNREACHABLE)
    return numbers


def _connect(addresses: Iterable[Address], port: int, deadline: float) -> socket.socket:
    """To a number that was checked, never to a name."""
    last: OSError = TimeoutError()
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), timeout=_left(deadline))
        except OSError as error:
            last = error
    raise last


class _hung_up_at:  # noqa: N801 - used as a statement
    """Ends the connection at the deadline: a host that sends a byte now and then is cut off too."""

    def __init__(self, deadline: float, sock: socket.socket) -> None:
        self.timer = threading.Timer(max(deadline - time.monotonic(), 0), self._hang_up)
        self.timer.daemon = True
        # A wrapped socket takes the number of this one over.
        self.other = sock.dup()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.other.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_told: object) -> None:
        self.timer.cancel()
        self.timer.join()
        self.other.close()


def _ask(
    sock: socket.socket, url: str, parts: SplitResult, host: str, port: int, policy: FetchPolicy, deadline: float
) -> tuple[Fetched, str]:  # fmt: skip
    """The answer, and where it sends us on to."""
    connection = http.client.HTTPConnection(host, port)
    connection.sock = sock
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    quoted = "".join(
        sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path
    )
    with closing(connection):
        # Plain, so that nothing has to be unpacked.
        connection.request(
            "GET", quoted, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
        )
        answer = connection.getresponse()
        if answer.status in REDIRECTS and (onward := answer.getheader("Location")):
            return Fetched(answer.status, url), onward
        kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()[:100]
        body = _read(answer, policy, deadline) if 200 <= answer.status < 300 else b""
        return Fetched(answer.status, url, kind, body), ""


def _read(answer: http.client.HTTPResponse, policy: FetchPolicy, deadline: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(PIECE):
        size += len(piece)
        if size > policy.most_bytes:
            raise FetchRefusedError(Refusal.SIZE)
        pieces.append(piece)
        _left(deadline)
    if time.monotonic() >= deadline:
        raise FetchRefusedError(Refusal.TIME)
    if answer.length:
        raise FetchRefusedError(Refusal.UNREACHABLE)
    return b"".join(pieces)


def _left(deadline: float) -> float:
    """Seconds until then. Raises FetchRefusedError when it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchRefusedError(Refusal.TIME)
    return left
