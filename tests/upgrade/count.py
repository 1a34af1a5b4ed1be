"""Run in a process of its own: how many rows each table has, as JSON."""

import json

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings


def main() -> None:
    """Without the tables of full-text search, which each database makes in its own way."""
    counts = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if not name.startswith("wagtailsearch_"):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
                counts[name] = cursor.fetchone()[0]
    print(json.dumps(counts))  # noqa: T201 - the answer of a script


main()
