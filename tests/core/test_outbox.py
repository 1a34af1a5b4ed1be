"""The outbox: nothing lost, nothing doubled."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from krachtwijken.core.mail import queue_text, send
from krachtwijken.core.outbox import drain, enqueue
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState
from krachtwijken.core.outbox.registry import HANDLERS, LONG
from krachtwijken.core.outbox.scheduler import JOBS, run_all
from krachtwijken.core.outbox.services import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[dict[str, object]], None]], str]:
    def register(function: Callable[[dict[str, object]], None]) -> str:
        monkeypatch.setitem(HANDLERS, "test", function)
        return "test"

    return register


def fail(_payload: dict[str, object]) -> None:
    raise RuntimeError("not today")


def test_row_is_done_once(topic: Callable[..., str]) -> None:
    seen: list[object] = []
    enqueue(topic(seen.append), {"n": 1})
    assert (drain(), drain()) == (1, 0)
    assert seen == [{"n": 1}]


def test_row_of_a_rolled_back_change_is_gone(topic: Callable[..., str]) -> None:
    name = topic(lambda payload: None)

    @transaction.atomic
    def change() -> None:
        enqueue(name, {})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not OutboxRow.objects.exists()


def test_long_work_holds_no_transaction(topic: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    depths: list[int] = []
    name = topic(lambda _payload: depths.append(len(connection.savepoint_ids)))
    before = len(connection.savepoint_ids)
    for long in ({name}, set()):
        monkeypatch.setattr("krachtwijken.core.outbox.services.LONG", long)
        enqueue(name, {})
        drain()
    assert depths == [before, before + 1]
    assert "search.read_document" in LONG
    assert not OutboxRow.objects.exclude(state=RowState.DONE).exists()


def test_long_work_that_fails_is_tried_again(
    topic: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = topic(fail)
    monkeypatch.setattr("krachtwijken.core.outbox.services.LONG", {name})
    enqueue(name, {})
    drain()
    row = OutboxRow.objects.get()
    assert (row.state, row.attempts) == (RowState.WAITING, 1)


def test_same_key_waits_once_but_runs_again_after_it_was_done(topic: Callable[..., str]) -> None:
    name = topic(lambda payload: None)
    assert enqueue(name, {}, key="a").pk == enqueue(name, {}, key="a").pk
    drain()
    enqueue(name, {}, key="a")
    assert drain() == 1


def test_failure_waits_and_in_the_end_is_dead(topic: Callable[..., str]) -> None:
    row = enqueue(topic(fail), {})
    drain()
    row.refresh_from_db()
    assert row.state == RowState.WAITING
    assert row.run_after > timezone.now()
    for _ in range(MAX_ATTEMPTS):
        OutboxRow.objects.update(run_after=timezone.now())
        drain()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (RowState.DEAD, MAX_ATTEMPTS)


def test_row_of_a_killed_worker_is_given_back(topic: Callable[..., str]) -> None:
    seen: list[object] = []
    row = enqueue(topic(seen.append), {})
    OutboxRow.objects.filter(pk=row.pk).update(
        state=RowState.WORKING, attempts=1, leased_until=timezone.now() - timedelta(seconds=1)
    )
    drain()
    OutboxRow.objects.update(run_after=timezone.now())
    drain()
    assert len(seen) == 1


def test_mail_is_sent_once_however_often_it_is_asked_for(mailoutbox: list[object]) -> None:
    for _ in range(2):
        queue_text(to="a@example.org", subject="Hallo", body="Tekst", key="k")
    drain()
    send(key="k")
    assert len(mailoutbox) == 1
    assert MailMessage.objects.get().sent_at is not None


def test_nightly_job_runs_once_a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr("krachtwijken.core.outbox.scheduler.JOBS", {"one": lambda: runs.append(1)})
    today = timezone.localdate()
    assert run_all(day=today) == ["one"]
    assert run_all(day=today) == []
    assert runs == [1]
    assert JOBS
