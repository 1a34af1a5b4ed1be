"""One at a time: in the process, and among processes that share the database."""

import contextlib
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from filelock import FileLock

from krachtwijken.core.locks import LockHeldError, exclusive


@pytest.fixture(autouse=True)
def own_folder(db: None, settings: Any, tmp_path: Path) -> None:
    settings.KRACHTWIJKEN_VAR = tmp_path


@contextlib.contextmanager
def held_by_another_process(name: str, folder: Path) -> Iterator[None]:
    """What a process elsewhere holds: a lock in a session of the database of its own, or on the file."""
    if connection.vendor == "postgresql":
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(name.encode())])
                yield
                # Closing alone lets go of it a moment later, when the server has seen that the other is gone.
                cursor.execute("SELECT pg_advisory_unlock(%s)", [zlib.crc32(name.encode())])
        finally:
            other.close()
    else:
        with FileLock(folder / f"{name}.lock", is_singleton=False):
            yield


def enter(name: str) -> None:
    with exclusive(name):
        pass


def test_another_thread_is_refused_at_once_and_let_in_afterwards() -> None:
    refused: list[BaseException] = []

    def try_it() -> None:
        try:
            enter("een")
        except LockHeldError as error:
            refused.append(error)
        finally:
            connection.close()

    with exclusive("een"):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join(10)
    assert [str(error) for error in refused] == ["een"]
    enter("een")


def test_another_process_is_refused_and_let_in_afterwards(tmp_path: Path) -> None:
    with held_by_another_process("een", tmp_path), pytest.raises(LockHeldError):
        enter("een")
    enter("een")


def test_inside_it_the_same_name_is_refused_and_another_is_not() -> None:
    with exclusive("een"):
        with pytest.raises(LockHeldError):
            enter("een")
        enter("twee")


def test_error_inside_lets_go_of_the_lock() -> None:
    with pytest.raises(ValueError, match="stuk"), exclusive("een"):
        raise ValueError("stuk")
    enter("een")
