"""Real servers for the suite: taken from the environment, else started, else skipped with a reason; CI fails."""

import contextlib
import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKED = Path(__file__).resolve().parents[2] / "shared" / "elasticsearch"
PORT = "9231"


def _marker() -> Path:
    """The same for all processes of one run: those of xdist are children of the one that was started."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return Path(tempfile.gettempdir()) / f"krachtwijken-elasticsearch-{run}"


def elasticsearch_url() -> str:
    url = os.environ.get("ELASTICSEARCH_URL", "")
    if url:
        return url
    if (PACKED / "start").exists():
        return _start()
    reason = "no Elasticsearch: set ELASTICSEARCH_URL"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _start() -> str:
    marker = _marker()
    with marker.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        log = marker.with_suffix(".log")
        # To a file: the server keeps its output open, so a pipe would never end.
        with log.open("w") as output:
            subprocess.run(
                [str(PACKED / "start"), "--port", PORT],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=True,
            )  # fmt: skip
    return f"http://127.0.0.1:{PORT}"


def stop_what_was_started() -> None:
    marker = _marker()
    if marker.exists():
        subprocess.run(
            [str(PACKED / "stop"), "--port", PORT],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        marker.unlink()


CLUSTER_PORT = 9441


@dataclass(frozen=True)
class Cluster:
    """Three nodes of our own, small, with their data in a folder of their own."""

    folder: Path
    urls: tuple[str, ...] = tuple(f"http://127.0.0.1:{CLUSTER_PORT + number}" for number in range(3))

    def start(self) -> None:
        # `start` waits a minute, which a busy machine may need twice; a second call goes on where the first was.
        for attempt in range(3):
            try:
                self._run("start", "--nodes", "3", "--heap", "256m")
            except subprocess.CalledProcessError:
                if attempt == 2:
                    raise
            else:
                return

    def stop(self) -> None:
        self._run("stop")

    def stop_node(self, number: int) -> None:
        self._run("stop", "--node", str(number))

    def _run(self, what: str, *arguments: str) -> None:
        # To a file, for the same reason as above.
        with (self.folder / "log").open("a") as output:
            subprocess.run(
                [str(PACKED / what), "--port", str(CLUSTER_PORT), "--dir", str(self.folder / "data"), *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=True,
            )  # fmt: skip


@contextlib.contextmanager
def three_nodes() -> Iterator[Cluster]:
    """Skips where the packed server is not there; CI without any server fails."""
    if not (PACKED / "start").exists():
        reason = "no packed Elasticsearch beside the checkout to start three nodes of"
        if os.environ.get("CI") and not os.environ.get("ELASTICSEARCH_URL"):
            pytest.fail(reason)
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="krachtwijken-cluster-") as folder:
        # The server runs as a user of its own.
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder))
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()
