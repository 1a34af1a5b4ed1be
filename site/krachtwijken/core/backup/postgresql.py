"""PostgreSQL: every table by COPY, out of one snapshot and into one transaction. No program beside the site is needed,
so that it works from the same image; by the owner of the tables, for a restore empties them."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from krachtwijken.core.backup.manifest import BackupError, Manifest
from krachtwijken.core.backup.migrations_state import migrate_to

FOLDER, SEQUENCES = "database", "sequences.json"
BLOCK = 256 * 1024


def dump_postgresql(folder: Path) -> dict[str, int]:
    """Rows per table."""
    place = folder / FOLDER
    place.mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        names = tables(cursor)
        for name in names:
            with (
                cursor.copy(f"COPY {_table_with_columns(cursor, name)} TO STDOUT") as rows,
                (place / f"{name}.copy").open("wb") as target,
            ):
                for block in rows:
                    target.write(block)
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        (place / SEQUENCES).write_text(json.dumps(dict(cursor.fetchall())), encoding="utf-8")
        return _counts(cursor, names)


def load_postgresql(folder: Path, manifest: Manifest) -> None:
    """All or nothing: a backup that does not fit leaves the rows that were there."""
    migrate_to(manifest.migrations)
    call_command("createcachetable", verbosity=0)
    place = folder / FOLDER
    with transaction.atomic(), connection.cursor() as cursor:
        names = tables(cursor)
        if missing := sorted(set(manifest.tables) - set(names)):
            raise BackupError(f"De back-up heeft een tabel die hier niet bestaat: {missing[0]}.")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"TRUNCATE {', '.join(_quoted_name(name) for name in names)}")
        for name in manifest.tables:
            with (
                (place / f"{name}.copy").open("rb") as source,
                cursor.copy(f"COPY {_table_with_columns(cursor, name)} FROM STDIN") as rows,
            ):
                while block := source.read(BLOCK):
                    rows.write(block)
        _set_sequences(cursor, json.loads((place / SEQUENCES).read_text(encoding="utf-8")))
        if _counts(cursor, list(manifest.tables)) != manifest.tables:
            raise BackupError("Na het terugzetten kloppen de aantallen niet: er is niets veranderd.")


def _set_sequences(cursor: Any, values: dict[str, int | None]) -> None:
    for name, last in values.items():
        cursor.execute("SELECT setval(%s, %s, %s)", [_quoted_name(name), last or 1, last is not None])


def tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def _table_with_columns(cursor: Any, table: str) -> str:
    """The table with its columns by name: their order may differ, and what PostgreSQL works out itself is left out."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return f"{_quoted_name(table)} ({', '.join(_quoted_name(name) for (name,) in cursor.fetchall())})"


def _counts(cursor: Any, names: list[str]) -> dict[str, int]:
    found = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {_quoted_name(name)}")  # noqa: S608 - names of the database
        found[name] = cursor.fetchone()[0]
    return found


def _quoted_name(name: str) -> str:
    return connection.ops.quote_name(name)
