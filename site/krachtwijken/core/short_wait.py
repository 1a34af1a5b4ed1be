"""For counts beside the road: rather no count than a thread that waits for another writer."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LONGEST_WAIT_MS = 250


@contextmanager
def short_wait() -> Iterator[None]:
    """Inside this block a lock is waited for a quarter of a second."""
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    if connection.vendor != "sqlite":
        with transaction.atomic():
            _say(f"SET LOCAL lock_timeout = '{LONGEST_WAIT_MS}ms'")
            yield
        return
    _say(f"PRAGMA busy_timeout = {LONGEST_WAIT_MS}")
    try:
        yield
    finally:
        _say(f"PRAGMA busy_timeout = {usual}")


def _say(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
