"""The filled database of an earlier version, as a file of SQLite."""

import gzip
import sqlite3
from pathlib import Path

FIXTURE = Path(__file__).with_name("bdeaf6c.sql.gz")


def load_old_database(target: Path) -> None:
    with sqlite3.connect(target) as connection:
        connection.executescript(gzip.decompress(FIXTURE.read_bytes()).decode())
    connection.close()


def old_migrations(database: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    connection.close()
    return {(app, name) for app, name in rows}
