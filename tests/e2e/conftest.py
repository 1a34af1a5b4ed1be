"""A real site for a real browser: `prepare` and `serve` as `make run` does, with the example content."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from filelock import FileLock
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.e2e.looking import checker
from tests.e2e.preparing import PASSWORD, filled_folder, manage, prepare_site

__all__ = ["checker"]

SECONDS_TO_START = 60
# The background traffic of the browser itself would be refused on a closed network, hundreds of times.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser; a laptop without one skips, CI fails."""
    here = Path(__file__).parent
    missing = chromium() is None and not os.environ.get("CI")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    return {**browser_context_args, "base_url": site, "locale": "nl-NL"}


@pytest.fixture(scope="session")
def untouched_var(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Prepared once for all workers of this run, or before it (PREPARED_SITE); to be read only."""
    if made := os.environ.get("PREPARED_SITE"):
        return filled_folder(Path(made))
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "prepared-site"
    with FileLock(f"{shared}.lock"):
        if not (shared / "done").exists():
            prepare_site(shared, Path(settings.MODEL_DIR).resolve())
            (shared / "done").touch()
    return filled_folder(shared)


@pytest.fixture(scope="session")
def prepared_var(tmp_path_factory: pytest.TempPathFactory, untouched_var: Path) -> Path:
    """A copy for this worker."""
    own = tmp_path_factory.getbasetemp() / "site"
    shutil.copytree(untouched_var, own, symlinks=True)
    return own


@pytest.fixture(scope="session")
def site(prepared_var: Path) -> Iterator[str]:
    """The address of the site that runs for these tests."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = prepared_var / "serve.log"
    with log.open("wb") as output:
        server = manage(prepared_var, "serve", "--port", str(port), stdout=output, stderr=subprocess.STDOUT)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_it_answers(f"{address}/health/ready", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < limit:
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-4000:]
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-4000:])


@dataclass
class Watch:
    """What the browser noticed: nothing here is what every test wants."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        if is_half_typed(message.text, message.location.get("url", "")):
            return
        if message.type == "error" or "Content Security Policy" in message.text:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"about", "blob"} and parts.netloc != self.host:
            self.complaints.append(f"left the host: {request.url}")

    def on_page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))


def is_half_typed(text: str, address: str) -> bool:
    """Wagtail saves a page while somebody types, and answers 400 as long as the form is not valid: no fault of a page."""
    return "status of 400" in text and re.search(r"/admin/pages/(add/|\d+/edit/)", address) is not None


@pytest.fixture
def watch(context: BrowserContext, site: str) -> Iterator[Watch]:
    """Fails the test on a policy violation, an error in the console or a request to another host."""
    seen = Watch(urlsplit(site).netloc)
    context.on("console", seen.on_console)
    context.on("request", seen.on_request)
    context.on("page", seen.on_page)
    yield seen
    assert not seen.complaints


@pytest.fixture
def log_in(page: Page) -> Callable[[str], None]:
    """`log_in("loket")` logs the example account of that role in through the login page."""

    def go(role: str) -> None:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(f"{role}@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/mijn/"))

    return go
