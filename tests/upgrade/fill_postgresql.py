"""Run in a process of its own, on an empty PostgreSQL: the tables of the earlier version, with the rows of the fixture.

python tests/upgrade/fill_postgresql.py FILE        # the fixture as a file of SQLite
"""

import sqlite3
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management.color import no_style  # noqa: E402 - after the settings
from django.db import connection, transaction  # noqa: E402

from krachtwijken.core.backup.migrations_state import migrate_to  # noqa: E402
from krachtwijken.core.backup.postgresql import tables  # noqa: E402
from tests.upgrade.database import old_migrations  # noqa: E402


def main(source: Path) -> None:
    migrate_to(sorted(old_migrations(source)))
    with transaction.atomic(), connection.cursor() as cursor, sqlite3.connect(source) as old:
        # Django checks foreign keys at the end of a transaction.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        names = [name for name in tables(cursor) if name != "django_migrations"]
        cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, names))}")
        for name in names:
            fill(cursor, old, name)
        models = [one for one in apps.get_models(include_auto_created=True) if one._meta.db_table in names]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def fill(cursor: Any, old: sqlite3.Connection, table: str) -> None:
    """What both databases have of it: SQLite keeps true and false as numbers."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    types = dict(cursor.fetchall())
    there = [row[1] for row in old.execute(f'PRAGMA table_info("{table}")')]
    columns = [name for name in there if name in types]
    if not columns:
        return
    quoted = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    rows = old.execute(f'SELECT {quoted} FROM "{table}"').fetchall()
    if rows:
        plain = [
            tuple(as_kept(value, types[name]) for name, value in zip(columns, row, strict=True))
            for row in rows
        ]
        cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', plain)


def as_kept(value: Any, kind: str) -> Any:
    if value is None:
        return None
    return bool(value) if kind == "boolean" else value


if __name__ == "__main__":
    main(Path(sys.argv[1]))
