"""Nightly jobs: each runs once a night, whichever worker is first."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from krachtwijken.core.outbox.models import NightlyRun

log = structlog.get_logger(__name__)

JOBS: dict[str, Callable[[], None]] = {}
# Jobs that every worker does once a minute; they must bear being done twice at once.
MINUTE_JOBS: dict[str, Callable[[], None]] = {}
# Local hours in which nightly jobs may start; a site that starts in the daytime is not slowed by them.
HOURS = range(2, 6)
LOOK_EVERY = timedelta(minutes=1)
_next_look: datetime | None = None


def nightly(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a job. It must be repeatable: a night that was missed is not made up for."""

    def register(job: Callable[[], None]) -> Callable[[], None]:
        JOBS[name] = job
        return job

    return register


def every_minute(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a job for what must happen at a moment that somebody chose."""

    def register(job: Callable[[], None]) -> Callable[[], None]:
        MINUTE_JOBS[name] = job
        return job

    return register


def run_due() -> None:
    """Called in every turn of the loop; looks at the clock once a minute."""
    global _next_look  # one loop a process
    now = timezone.now()
    if _next_look is not None and now < _next_look:
        return
    _next_look = now + LOOK_EVERY
    for name, job in MINUTE_JOBS.items():
        try:
            job()
        except Exception:
            log.exception("minute_job_failed", job=name)
    local = timezone.localtime(now)
    if local.hour in HOURS:
        run_all(day=local.date())


def run_all(*, day: date) -> list[str]:
    """Run every job that has not run on this day; returns the names of those that ran."""
    done = set(NightlyRun.objects.filter(day=day).values_list("name", flat=True))
    ran = []
    for name, job in JOBS.items():
        if name in done or not _claim(name, day):
            continue
        try:
            job()
        except Exception:
            log.exception("nightly_job_failed", job=name)
            continue
        NightlyRun.objects.filter(name=name, day=day).update(finished_at=timezone.now())
        ran.append(name)
    return ran


def _claim(name: str, day: date) -> bool:
    try:
        with transaction.atomic():
            NightlyRun.objects.create(name=name, day=day)
    except IntegrityError:
        return False
    return True
