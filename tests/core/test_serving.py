"""What stands around the requests: who asks, transactions, threads, the cache that may be away."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from krachtwijken.core.middleware import ReadsWithoutTransactionMiddleware, VisitorAddressMiddleware
from krachtwijken.core.outbox.models import OutboxRow
from krachtwijken.core.outbox.worker import FileTurn

ROOT = Path(__file__).resolve().parents[2]


def address_behind(settings: Any, proxies: int, forwarded: str) -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="10.0.0.9")
    VisitorAddressMiddleware(lambda _request: HttpResponse())(request)
    return str(request.META["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "1.2.3.4, 5.6.7.8", "5.6.7.8"),
        (2, "9.9.9.9, 1.2.3.4, 5.6.7.8", "1.2.3.4"),
        (2, "5.6.7.8", "10.0.0.9"),
        (1, "<script>", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_is_what_our_own_proxy_wrote(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    assert address_behind(settings, proxies, forwarded) == address


@pytest.mark.parametrize(
    ("method", "called"), [("get", True), ("head", True), ("post", False), ("put", False)]
)
def test_only_reading_goes_without_a_transaction(method: str, called: bool) -> None:
    middleware = ReadsWithoutTransactionMiddleware(lambda _request: HttpResponse())
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse("read")

    answer = middleware.process_view(getattr(RequestFactory(), method)("/zoeken/"), view, (), {})
    assert (answer is not None, len(seen)) == (called, int(called))
    assert middleware.process_view(RequestFactory().get("/accounts/login/"), view, (), {}) is None


@pytest.mark.django_db
def test_visitor_reads_while_somebody_else_writes() -> None:
    """The transaction of this test holds the lock for writing."""
    if connection.vendor != "sqlite":
        pytest.skip("a lock for writing on the whole database is a thing of SQLite")
    OutboxRow.objects.create(topic="somebody writes")
    statuses: list[int] = []

    def read() -> None:
        statuses.append(Client().get("/loket/").status_code)
        connections.close_all()

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(timeout=10)
    waited = not statuses
    reader.join(timeout=30)
    assert not waited, "the reader waited for the writer"
    assert statuses == [200]


def test_one_of_several_has_the_turn_and_another_takes_over(tmp_path: Path) -> None:
    first, second = FileTurn(tmp_path / "turn"), FileTurn(tmp_path / "turn")
    assert (first.take(), second.take()) == (True, False)
    first.give()
    assert second.take()


@pytest.mark.django_db
def test_cache_that_forgets_is_told_but_closes_no_door(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caches["default"], "get", lambda *_args, **_kwargs: None)
    answer = client.get("/health/ready")
    assert (answer.status_code, json.loads(answer.content)["checks"]["cache"]) == (200, "failed")


THREADS = """
import sys, time
from krachtwijken.core import background
background.start(lambda stopped: [time.sleep(.01) for _ in iter(lambda: stopped(), True)], name="obeys")
print(background.stop(seconds=5))
background.start(lambda stopped: time.sleep(60), name="stays")
print(background.stop(seconds=.1))
sys.stdout.flush()
background.leave()
"""


def test_threads_are_waited_for_and_what_stays_does_not_hold_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", THREADS],
        cwd=ROOT / "site",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["True", "False"], "")
