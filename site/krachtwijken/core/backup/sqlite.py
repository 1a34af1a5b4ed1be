"""SQLite: a copy of the file by SQLite itself, which waits for nobody and misses nothing of the write-ahead log."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from krachtwijken.core.backup.manifest import BackupError, Manifest

FILE = "database/krachtwijken.sqlite3"


def dump_sqlite(folder: Path) -> dict[str, int]:
    """Rows per table."""
    path = folder / FILE
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as copy:
        _open_database().backup(copy)
        # One file in the archive, no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        return _counts(copy)


def load_sqlite(folder: Path, manifest: Manifest) -> None:
    """The database becomes the one of the backup, whatever was in it."""
    with closing(sqlite3.connect(folder / FILE)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",) or _counts(copy) != manifest.tables:
            raise BackupError("De database in de back-up is niet heel.")
        copy.backup(_open_database())
    connection.close()


def _open_database() -> sqlite3.Connection:
    connection.ensure_connection()
    opened: sqlite3.Connection = connection.connection
    return opened


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of the database
        for (name,) in names
        if not name.startswith("sqlite_")
    }
