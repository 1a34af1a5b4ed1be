"""Nightly jobs: each runs once a night, whichever worker is first, and again when it failed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from krachtwijken.core.outbox.models import NightlyRun

log = structlog.get_logger(__name__)

JOBS: dict[str, Callable[[], None]] = {}
# Jobs that every worker does once a minute; they must bear being done twice at once.
MINUTE_JOBS: dict[str, Callable[[], None]] = {}
# Local hours in which nightly jobs may start; a site that starts in the daytime is not slowed by them.
HOURS = range(2, 6)
LOOK_EVERY = timedelta(minutes=1)
MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=15)
# A job that takes longer belongs to a worker that was killed.
LONGEST = timedelta(hours=2)
_next_look: datetime | None = None


def nightly(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a job. It must be repeatable: one that fails is tried again that night, one whose worker was killed too. A
    night that was missed is not made up for."""

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


def run_due(*, stopped: Callable[[], bool] = lambda: False) -> None:
    """Called again and again; looks at the clock once a minute."""
    global _next_look  # one clock a process
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
        run_all(day=local.date(), stopped=stopped)


def run_all(*, day: date, stopped: Callable[[], bool] = lambda: False) -> list[str]:
    """Run every job that has not run on this day; returns the names of those that ran."""
    done = set(NightlyRun.objects.filter(day=day).exclude(finished_at=None).values_list("name", flat=True))
    ran = []
    for name, job in JOBS.items():
        if stopped():
            break
        if name in done or not _claim(name, day):
            continue
        run = NightlyRun.objects.filter(name=name, day=day)
        try:
            job()
        except Exception:
            log.exception("nightly_job_failed", job=name)
            run.update(leased_until=timezone.now() + RETRY_AFTER)
            continue
        run.update(finished_at=timezone.now(), leased_until=None)
        ran.append(name)
    return ran


def given_up(*, since: date) -> list[str]:
    """Jobs of these nights that failed every time."""
    failed = NightlyRun.objects.filter(day__gte=since, finished_at=None, attempts__gte=MAX_ATTEMPTS)
    return sorted(failed.filter(leased_until__lt=timezone.now()).values_list("name", flat=True))


def _claim(name: str, day: date) -> bool:
    """The unique pair of name and day makes one worker win; a failed or abandoned turn may be taken again."""
    now = timezone.now()
    with transaction.atomic():
        run, made = NightlyRun.objects.get_or_create(
            name=name, day=day, defaults={"leased_until": now + LONGEST}
        )
        if made:
            return True
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        waiting = NightlyRun.objects.filter(free, pk=run.pk, finished_at=None, attempts__lt=MAX_ATTEMPTS)
        return bool(waiting.update(attempts=F("attempts") + 1, leased_until=now + LONGEST))
