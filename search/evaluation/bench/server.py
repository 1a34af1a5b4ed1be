"""A site of its own for measuring: started, looked at from outside, ended. No Django."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_START = 60
PROC = Path("/proc")
MANAGE = Path(__file__).resolve().parents[3] / "manage.py"


@dataclass(frozen=True)
class Server:
    """`pid` of the parent process; None for a site that somebody else started."""

    address: str
    pid: int | None

    def web_processes(self) -> list[int]:
        return [] if self.pid is None else children(self.pid)

    def rss_mb(self) -> list[float]:
        """Resident memory of each process that answers requests."""
        return [rss_mb(pid) for pid in self.web_processes()]

    def cpu_ms(self) -> float:
        """What all processes that answer have used of the processor since they began."""
        return sum(cpu_ms(pid) for pid in self.web_processes())


def children(parent: int) -> list[int]:
    listing = PROC / str(parent) / "task" / str(parent) / "children"
    try:
        return [int(pid) for pid in listing.read_text(encoding="ascii").split()]
    except OSError:
        return []


def rss_mb(pid: int) -> float:
    pages = int((PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_ms(pid: int) -> float:
    """User and system time: the 14th and 15th field, counted behind the name, which may hold spaces."""
    fields = (PROC / str(pid) / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def start_server() -> Iterator[Server]:
    """`manage.py serve` on a free port of the loopback address, in the settings of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(MANAGE), "serve", "--port", str(port)]
    # Everybody who asks here is one visitor.
    without_limits = os.environ | {"READS_PER_MINUTE": "0"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=without_limits)
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        wait_until_it_answers(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_until_it_answers(server: Server, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/health/ready", timeout=5):  # noqa: S310 - loopback
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")
