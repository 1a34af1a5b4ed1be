"""The outbox: nothing lost, nothing doubled."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from krachtwijken.core.mail import queue_text, send
from krachtwijken.core.outbox import drain, enqueue
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState
from krachtwijken.core.outbox.registry import HANDLERS, LONG
from krachtwijken.core.outbox.scheduler import JOBS, run_all
from krachtwijken.core.outbox.services import MAX_ATTEMPTS, _fail

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


def test_row_that_failed_while_a_newer_one_waits_is_done_with_its_moment_so_that_it_is_removed_in_time(
    db: None,
) -> None:
    old = OutboxRow.objects.create(topic="x", key="k", state=RowState.WORKING, attempts=1)
    OutboxRow.objects.create(topic="x", key="k", state=RowState.WAITING)
    _fail(old, "away")
    old.refresh_from_db()
    assert old.state == RowState.DONE
    assert old.done_at is not None


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


def test_row_that_is_done_after_all_says_no_more_that_it_failed(
    topic: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = enqueue(topic(fail), {})
    drain()
    row.refresh_from_db()
    assert row.last_error != ""
    monkeypatch.setitem(HANDLERS, "test", lambda payload: None)
    OutboxRow.objects.update(run_after=timezone.now())
    drain()
    row.refresh_from_db()
    assert (row.state, row.last_error) == (RowState.DONE, "")


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


def test_mail_and_index_hold_no_transaction_while_they_wait_for_others() -> None:
    assert {"core.mail", "search.refresh", "search.read_document"} <= LONG


def test_mail_is_sent_outside_a_transaction(
    mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []
    before = len(connection.savepoint_ids)
    real = EmailMessage.send

    def note(message: EmailMessage, **options: object) -> int:
        depths.append(len(connection.savepoint_ids))
        return real(message)

    monkeypatch.setattr(EmailMessage, "send", note)
    queue_text(to="a@example.org", subject="Hallo", body="Tekst", key="k")
    drain()
    assert depths == [before]
    assert MailMessage.objects.get().sent_at is not None


def test_dead_row_shows_in_health_without_closing_the_door_and_without_its_content(
    topic: Callable[..., str], client: Client
) -> None:
    assert client.get("/health/ready").json()["checks"]["dead_rows"] == "ok"
    row = enqueue(topic(fail), {"secret": "naam"}, key="sleutel")
    OutboxRow.objects.filter(pk=row.pk).update(state=RowState.DEAD)
    answer = client.get("/health/ready")
    assert answer.json()["checks"]["dead_rows"] == "failed"
    assert answer.json()["details"]["dead_rows"] == {"test": 1}
    assert "naam" not in answer.content.decode()
    assert "sleutel" not in answer.content.decode()
    assert "dead_rows" in settings.HEALTH_SOFT_CHECKS


def test_old_rows_are_removed_and_young_ones_stay(topic: Callable[..., str]) -> None:
    now = timezone.now()
    for state, days in ((RowState.DONE, 8), (RowState.DONE, 6), (RowState.DEAD, 31), (RowState.DEAD, 29)):
        row = enqueue(topic(fail), {})
        moment = now - timedelta(days=days)
        OutboxRow.objects.filter(pk=row.pk).update(state=state, done_at=moment, run_after=moment)
    waiting = enqueue(topic(fail), {})
    OutboxRow.objects.filter(pk=waiting.pk).update(run_after=now - timedelta(days=99))
    JOBS["core.tidy"]()
    left = OutboxRow.objects.values_list("state", flat=True)
    assert sorted(left) == sorted([RowState.DONE, RowState.DEAD, RowState.WAITING])


def test_nightly_job_runs_once_a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr("krachtwijken.core.outbox.scheduler.JOBS", {"one": lambda: runs.append(1)})
    today = timezone.localdate()
    assert run_all(day=today) == ["one"]
    assert run_all(day=today) == []
    assert runs == [1]
    assert JOBS
