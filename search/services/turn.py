"""One at a time may make the index anew, among all processes that share the database."""

import contextlib
import fcntl
import threading
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from search.errors import RebuildRunningError

# Any number, as long as nothing else in this database takes it.
LOCK = 4_170_501
# A session of the database gets its own lock twice.
_here = threading.Lock()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Raises RebuildRunningError when somebody else is at it. Whoever is killed lets go by that."""
    hold = _in_database if connection.vendor == "postgresql" else _in_file
    if not _here.acquire(blocking=False):
        raise RebuildRunningError("the index is being made anew already")
    try:
        with hold():
            yield
    finally:
        _here.release()


@contextlib.contextmanager
def _in_database() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise RebuildRunningError("the index is being made anew already")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextlib.contextmanager
def _in_file() -> Iterator[None]:
    """SQLite: all processes are on this machine."""
    with (settings.KRACHTWIJKEN_VAR / "rebuild.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RebuildRunningError("the index is being made anew already") from error
        yield
