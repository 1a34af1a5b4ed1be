"""Nightly jobs: once a night, again when they failed, and never in the way of mail."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from krachtwijken.core.mail import queue_text
from krachtwijken.core.outbox import scheduler, worker
from krachtwijken.core.outbox.models import MailMessage, NightlyRun
from krachtwijken.core.outbox.scheduler import MAX_ATTEMPTS, RETRY_AFTER, given_up, run_all

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
Jobs = dict[str, Callable[[], None]]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    registered: Jobs = {}
    monkeypatch.setattr(scheduler, "JOBS", registered)
    return registered


def fail() -> None:
    raise RuntimeError("not tonight")


def let_time_pass() -> None:
    NightlyRun.objects.exclude(leased_until=None).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_job_that_failed_is_tried_again_that_night_after_a_while(jobs: Jobs) -> None:
    outcomes = iter([fail, lambda: None])
    jobs["one"] = lambda: next(outcomes)()
    assert run_all(day=TODAY) == []
    assert run_all(day=TODAY) == [], "not at once"
    run = NightlyRun.objects.get()
    assert run.leased_until is not None
    assert run.leased_until > timezone.now() + RETRY_AFTER / 2
    let_time_pass()
    assert run_all(day=TODAY) == ["one"]
    assert run_all(day=TODAY) == []


def test_job_that_fails_leaves_the_others_and_is_given_up_in_the_end(jobs: Jobs) -> None:
    runs: list[int] = []
    jobs.update({"broken": fail, "whole": lambda: runs.append(1)})
    for _ in range(MAX_ATTEMPTS + 2):
        run_all(day=TODAY)
        let_time_pass()
    assert runs == [1]
    assert NightlyRun.objects.get(name="broken").attempts == MAX_ATTEMPTS
    assert given_up(since=TODAY) == ["broken"]


def test_job_of_a_worker_that_was_killed_is_taken_over(jobs: Jobs) -> None:
    runs: list[int] = []
    jobs["one"] = lambda: runs.append(1)
    NightlyRun.objects.create(name="one", day=TODAY, leased_until=timezone.now() + timedelta(hours=1))
    assert run_all(day=TODAY) == []
    let_time_pass()
    assert run_all(day=TODAY) == ["one"]


def test_worker_that_stops_begins_no_other_job(jobs: Jobs) -> None:
    runs: list[str] = []
    jobs.update({name: lambda name=name: runs.append(name) for name in ("one", "two")})
    assert run_all(day=TODAY, stopped=lambda: bool(runs)) == ["one"]


def test_mail_leaves_while_a_nightly_job_runs(
    committed: None, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        may_end.wait(60)

    jobs["slow"] = slow
    monkeypatch.setattr(scheduler, "HOURS", range(24))
    monkeypatch.setattr(scheduler, "MINUTE_JOBS", {})
    monkeypatch.setattr(scheduler, "_next_look", None)
    stop = threading.Event()

    def work() -> None:
        worker.run(stopped=stop.is_set)
        connection.close()

    loop = threading.Thread(target=work)
    loop.start()
    try:
        assert begun.wait(60)
        queue_text(to="a@example.org", subject="Hallo", body="Tekst", key="k")
        until = time.monotonic() + 60
        while time.monotonic() < until and not MailMessage.objects.exclude(sent_at=None).exists():
            time.sleep(0.05)
        assert MailMessage.objects.get().sent_at is not None
        assert NightlyRun.objects.get().finished_at is None
    finally:
        may_end.set()
        stop.set()
        loop.join(60)
    assert NightlyRun.objects.get().finished_at is not None
