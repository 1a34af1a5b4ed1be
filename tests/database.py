"""The rows of the test database as they were, kept and put back without a model in between.

Making the pages of the site and filling an emptied database took a third of the suite, for the same rows each time.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.db import connection, transaction

stays = import_module("krachtwijken.core.migrations.0003_audit_rows_stay")

# By table: the rows as the database itself writes them out.
Rows = dict[str, bytes | list[tuple[object, ...]]]


def tables() -> list[str]:
    """Every table of a model, but for SQLite's index of words, which follows another table by itself."""
    names = connection.introspection.django_table_names(only_existing=True)
    return sorted(name for name in names if not name.endswith("_fts"))


def rows_of(names: Iterable[str]) -> Rows:
    """What these tables hold; a table without rows is left out."""
    read = _copy_out if connection.vendor == "postgresql" else _select
    with connection.cursor() as cursor:
        filled = [name for name, count in counts(names).items() if count]
        return {name: read(cursor, name) for name in filled}


def counts(names: Iterable[str]) -> dict[str, int]:
    """How many rows each of these tables has, in one question."""
    sql = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {quoted(name)}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


def put_back(kept: Rows, names: list[str]) -> None:
    """Give these tables the rows that were kept, with the keys they had, and take away all other rows."""
    write = _copy_in if connection.vendor == "postgresql" else _insert
    now = rows_of(names)
    changed = [name for name in names if now.get(name) != kept.get(name)]
    if stays.TABLE in now and stays.TABLE in changed:
        empty_the_trail()
        del now[stays.TABLE]
    # The database looks at foreign keys when the transaction ends, so no order is needed.
    with transaction.atomic(), connection.cursor() as cursor:
        for name in changed:
            if name in now:
                cursor.execute(f"DELETE FROM {quoted(name)}")
        for name in changed:
            if name in kept:
                write(cursor, name, kept[name])


def empty_the_trail() -> None:
    """The database refuses to delete an audit row, so what guards them goes for a moment."""
    vendor = connection.vendor.upper()
    with connection.cursor() as cursor:
        for statement in (
            *getattr(stays, f"{vendor}_UNDO"),
            f"DELETE FROM {stays.TABLE}",
            *getattr(stays, vendor),
        ):
            cursor.execute(statement)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _copy_out(cursor: Any, name: str) -> bytes:
    with cursor.copy(f"COPY {quoted(name)} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _copy_in(cursor: Any, name: str, rows: Any) -> None:
    with cursor.copy(f"COPY {quoted(name)} FROM STDIN") as copy:
        copy.write(rows)


def _columns(cursor: Any, name: str) -> list[str]:
    cursor.execute(f"PRAGMA table_info({quoted(name)})")
    return [quoted(row[1]) for row in cursor.fetchall()]


def _select(cursor: Any, name: str) -> list[tuple[object, ...]]:
    # After a plus a column has no declared type, and the driver leaves it as it is.
    columns = ", ".join(f"+{column}" for column in _columns(cursor, name))
    cursor.execute(f"SELECT {columns} FROM {quoted(name)}")
    return cursor.fetchall()


def _insert(cursor: Any, name: str, rows: Any) -> None:
    columns = _columns(cursor, name)
    places = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {quoted(name)} ({', '.join(columns)}) VALUES ({places})", rows)


class Migrated:
    """What migrations put in the database."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.counts: dict[str, int] = {}
        self.rows: Rows = {}

    def keep(self) -> None:
        self.names = tables()
        self.counts = counts(self.names)
        self.rows = rows_of(self.names)

    def put_back(self) -> None:
        put_back(self.rows, self.names)

    def stands(self, names: list[str]) -> bool:
        """Whether no row came or went in these tables."""
        return counts(names) == {name: self.counts[name] for name in names}


class Built:
    """What `build` makes on top of what migrations made: built once in this process, then put back."""

    def __init__(self, migrated: Migrated, build: Callable[[], None]) -> None:
        self.migrated = migrated
        self.build = build
        self.names: list[str] = []
        self.rows: Rows = {}

    def make(self) -> None:
        """Where the test made rows of its own before, it is built among them."""
        if self.names and self.migrated.stands(self.names):
            put_back(self.rows, self.names)
            return
        new = not self.names and self.migrated.stands(self.migrated.names)
        self.build()
        if new:
            rows = rows_of(self.migrated.names)
            self.names = [
                name for name in self.migrated.names if rows.get(name) != self.migrated.rows.get(name)
            ]
            self.rows = {name: rows[name] for name in self.names if name in rows}
