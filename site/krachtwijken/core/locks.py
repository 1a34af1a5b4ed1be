"""One at a time, among all processes that share the database."""

import contextlib
import threading
import zlib
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from filelock import FileLock, Timeout

# A session of the database gets its own lock twice, and a thread its own file: inside the process this one decides.
_here: dict[str, threading.Lock] = {}
_guard = threading.Lock()


class LockHeldError(Exception):
    """Somebody else is at it."""


@contextlib.contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Raises LockHeldError at once when somebody else is inside. Whoever is killed lets go by that."""
    with _guard:
        here = _here.setdefault(name, threading.Lock())
    if not here.acquire(blocking=False):
        raise LockHeldError(name)
    try:
        with _in_database(name) if connection.vendor == "postgresql" else _in_file(name):
            yield
    finally:
        here.release()


@contextlib.contextmanager
def _in_database(name: str) -> Iterator[None]:
    key = zlib.crc32(name.encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise LockHeldError(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextlib.contextmanager
def _in_file(name: str) -> Iterator[None]:
    """SQLite: all processes are on this machine."""
    lock = FileLock(settings.KRACHTWIJKEN_VAR / f"{name}.lock", timeout=0)
    try:
        with lock:
            yield
    except Timeout as error:
        raise LockHeldError(name) from error
