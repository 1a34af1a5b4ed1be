"""What a site holds, so that two of it can be compared: rows and their hash per table, uploads and theirs."""

import hashlib
from pathlib import Path
from typing import Any

from django.db import connection

# What a visitor, the index and the restore itself write.
WRITTEN_LATER = {
    "django_session", "django_cache", "usersessions_usersession", "search_storedvocabulary",
}  # fmt: skip
AT_ONCE = 2000


def rows_and_hashes() -> dict[str, tuple[int, str]]:
    """Of every table: how many rows, and one hash of all of them, whatever order they come in."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - WRITTEN_LATER):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of the database
            count, total = 0, 0
            while rows := cursor.fetchmany(AT_ONCE):
                count += len(rows)
                total += sum(_number(row) for row in rows)
            found[table] = (count, f"{total % 2**256:064x}")
    return found


def upload_hashes(media: Path) -> dict[str, str]:
    return {
        str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*") if path.is_file()
    }  # fmt: skip


def _number(row: tuple[Any, ...]) -> int:
    """PostgreSQL gives bytes as a view on memory, which tells its place only."""
    plain = repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
    return int.from_bytes(hashlib.sha256(plain.encode()).digest(), "big")
