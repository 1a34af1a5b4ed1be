"""Many visitors at once, for measuring a server on this machine: threads, a connection each. No Django."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MOST_USERS = 100
MOST_SECONDS = 600
TIMEOUT = 30.0


@dataclass
class Tally:
    """`milliseconds` of every answer that was right; `wrong` counts the others by what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)


class Visitor:
    """One browser: a connection that stays open, asked one thing at a time."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            raise ValueError("load goes to http on this machine only")
        self.host, self.port = parts.hostname, parts.port or 80
        self.connection: http.client.HTTPConnection | None = None
        self.tally = Tally()

    def get(self, path: str) -> None:
        begun = time.perf_counter()
        wrong = self._ask(path)
        if wrong:
            self.tally.wrong[wrong] += 1
        else:
            self.tally.milliseconds.append((time.perf_counter() - begun) * 1000)

    def _ask(self, path: str) -> str:
        """Empty when the answer was right. A connection that the server closed between two questions is opened
        again once, as a browser does."""
        for attempt in (1, 2):
            reused = self.connection is not None
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(self.host, self.port, timeout=TIMEOUT)
                self.connection.request("GET", path)
                response = self.connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if (
                    reused
                    and attempt == 1
                    and isinstance(error, (ConnectionError, http.client.BadStatusLine))
                ):
                    continue
                return type(error).__name__
            return "" if response.status == 200 and b"</html>" in body else f"status {response.status}"
        return "closed"

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def put_load(
    address: str,
    paths: Sequence[str],
    *,
    users: int,
    seconds: float,
    think: tuple[float, float],
    seed: int = 1,
) -> Tally:
    """Every user takes paths in an order of its own and waits between two of them for `think` seconds, low to high."""
    if not 1 <= users <= MOST_USERS or not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"at most {MOST_USERS} users for {MOST_SECONDS} seconds")
    visitors = [Visitor(address) for _ in range(users)]
    until = time.monotonic() + seconds
    threads = []
    for place, visitor in enumerate(visitors):
        chance = random.Random(seed * 1000 + place)
        threads.append(threading.Thread(target=_visit, args=(visitor, paths, until, think, chance)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Tally()
    for visitor in visitors:
        total.milliseconds.extend(visitor.tally.milliseconds)
        total.wrong.update(visitor.tally.wrong)
    return total


def _visit(
    visitor: Visitor, paths: Sequence[str], until: float, think: tuple[float, float], chance: random.Random
) -> None:
    # Nobody starts at the same instant: people do not either.
    time.sleep(min(chance.uniform(0, think[1]), max(0.0, until - time.monotonic())))
    while time.monotonic() < until:
        visitor.get(chance.choice(paths))
        pause = chance.uniform(*think)
        if pause:
            time.sleep(min(pause, max(0.0, until - time.monotonic())))
    visitor.close()
