"""Real servers for the suite: taken from the environment, else started, else skipped with a reason; CI fails."""

import fcntl
import os
import subprocess
import tempfile
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
