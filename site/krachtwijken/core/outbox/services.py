"""Write rows, and work them off."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from krachtwijken.core.log_values import told_error
from krachtwijken.core.outbox import wake
from krachtwijken.core.outbox.models import OutboxRow, RowState
from krachtwijken.core.outbox.registry import HANDLERS, LONG

log = structlog.get_logger(__name__)

# How long one row may take before its worker counts as dead.
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
FIRST_WAIT_SECONDS = 2


def enqueue(
    topic: str, payload: dict[str, Any], *, key: str = "", run_after: datetime | None = None
) -> OutboxRow:
    """Write a row in the running transaction. While a row with this topic and key waits, asking again changes nothing.

    A row that is being worked on does not count: what changed meanwhile needs a second turn. A row that waits is held
    until the transaction ends: a worker that took it sooner would read what was there before.
    """
    values: dict[str, Any] = {"payload": payload}
    if run_after is not None:
        values["run_after"] = run_after
    if key:
        with transaction.atomic():
            row, _ = OutboxRow.objects.select_for_update().get_or_create(
                topic=topic, key=key, state=RowState.WAITING, defaults=values
            )
    else:
        row = OutboxRow.objects.create(topic=topic, **values)
    transaction.on_commit(wake.wake_up)
    return row


def drain(*, limit: int = 100) -> int:
    """Work off at most `limit` rows that are due. Returns how many were tried. Several workers may run at once."""
    reap()
    tried = 0
    while tried < limit:
        row = _claim()
        if row is None:
            break
        _work(row)
        tried += 1
    return tried


def reap() -> int:
    """Give rows of killed workers back. Returns how many."""
    given = 0
    for row in OutboxRow.objects.filter(state=RowState.WORKING, leased_until__lt=timezone.now())[:100]:
        log.warning("outbox_worker_died", topic=row.topic, row=row.pk)
        given += _fail(row, "worker stopped halfway")
    return given


def _claim() -> OutboxRow | None:
    """Take the oldest row that is due, for as long as the lease lasts."""
    now = timezone.now()
    with transaction.atomic():
        # Never two at once for one key: the slower of them would win with what it read first.
        busy = OutboxRow.objects.filter(state=RowState.WORKING).exclude(key="")
        busy = busy.filter(topic=OuterRef("topic"), key=OuterRef("key"))
        due = OutboxRow.objects.filter(~Exists(busy), state=RowState.WAITING, run_after__lte=now).order_by(
            "pk"
        )
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        row = due.first()
        if row is None:
            return None
        taken = OutboxRow.objects.filter(pk=row.pk, state=RowState.WAITING).update(
            state=RowState.WORKING, attempts=row.attempts + 1, leased_until=now + LEASE
        )
    if not taken:
        return None
    row.refresh_from_db()
    return row


def _work(row: OutboxRow) -> None:
    try:
        if row.topic in LONG:
            HANDLERS[row.topic](row.payload)
        with transaction.atomic():
            if row.topic not in LONG:
                HANDLERS[row.topic](row.payload)
            OutboxRow.objects.filter(pk=row.pk, state=RowState.WORKING).update(
                state=RowState.DONE, done_at=timezone.now(), leased_until=None, last_error=""
            )
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row must be tried again
        log.warning(
            "outbox_row_failed", topic=row.topic, row=row.pk, attempt=row.attempts, error=told_error(error)
        )
        _fail(row, told_error(error))


def _fail(row: OutboxRow, reason: str) -> int:
    """Wait twice as long after each attempt; after the last one the row is dead and shows in /health/ready."""
    wait = timedelta(seconds=FIRST_WAIT_SECONDS * 2 ** max(0, row.attempts - 1))
    state = RowState.DEAD if row.attempts >= MAX_ATTEMPTS else RowState.WAITING
    values = {"leased_until": None, "last_error": reason[:300], "run_after": timezone.now() + wait}
    try:
        with transaction.atomic():
            return OutboxRow.objects.filter(pk=row.pk, state=RowState.WORKING).update(state=state, **values)
    except DatabaseError:
        # A newer row with the same key waits already: it does the work of this one.
        return OutboxRow.objects.filter(pk=row.pk).update(state=RowState.DONE, done_at=timezone.now())
