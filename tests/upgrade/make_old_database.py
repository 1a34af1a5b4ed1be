"""Make the fixture: run an earlier version in a folder of its own, fill its database, and write that down as SQL.

    python tests/upgrade/make_old_database.py bdeaf6c [--python …]

`--python` is an interpreter that has the packages of that version; of this one all but django-htmx will do for bdeaf6c.
What is written holds no personal data: example accounts without a password, example content, and what is made here.
"""

import argparse
import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
STEPS = (
    "migrate --verbosity 0", "createcachetable", "load_reference", "set_up_roles", "set_up_site", "load_words",
    "load_examples",
)  # fmt: skip
# What a year of use leaves, and no example has. In the words of that version.
USE = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from knowledge.models import CasePage
from knowledge.shortlist.models import ShortlistItem
from knowledge.shortlist.services import make_list, save_list, share_list
from matching.models import RequestDraft
users = get_user_model().objects
gemeente = users.get(email="gemeente@example.org")
kept = make_list(owner=gemeente, title="Voor de raad")
for order, page in enumerate(CasePage.objects.order_by("pk")[:3], 1):
    ShortlistItem.objects.create(shortlist=kept, page=page, order=order, note=f"Notitie {order} – één ’t Hof")
share_list(shortlist=kept, actor=gemeente)
RequestDraft.objects.create(user=gemeente, answers={"kind": "topdog", "problem": "Half getypt verhaal."})
users.create_user("gesloten@example.org", None, name="Gesloten voorbeeld", is_active=False)
users.update(password="!")
"""
# Of a moment, or made anew from what is there.
LEFT_OUT = (
    "django_session",
    "django_cache",
    "usersessions_usersession",
    "wagtailsearch_indexentry",
    "sqlite_",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree, var = Path(folder) / "tree", Path(folder) / "var"
        var.mkdir()
        run(ROOT, "git", "worktree", "add", "--detach", str(tree), options.commit)
        try:
            for step in STEPS:
                run(tree, options.python, "manage.py", *step.split(), var=var)
            run(tree, options.python, "manage.py", "shell", "-c", USE, var=var)
        finally:
            run(ROOT, "git", "worktree", "remove", "--force", str(tree))
        write_down(var / "krachtwijken.sqlite3", HERE / f"{options.commit}.sql.gz")


def run(folder: Path, *command: str, var: Path | None = None) -> None:
    added = (
        {"KRACHTWIJKEN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "krachtwijken.settings.dev"} if var else {}
    )
    subprocess.run(command, cwd=folder, env={**os.environ, **added}, check=True)


def write_down(database: Path, target: Path) -> None:
    with sqlite3.connect(database) as connection:
        text = "\n".join(["PRAGMA foreign_keys=OFF;", "BEGIN;", *statements(connection), "COMMIT;", ""])
    # Without the time of day: the same database gives the same file.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {target.stat().st_size // 1024} kB")  # noqa: T201 - the answer of a script


def statements(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables with their rows, then indexes and triggers. A table of full-text search makes its own helpers."""
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    parts = [
        row for row in connection.execute(made) if not row[1].startswith("sqlite_") and "_fts_" not in row[1]
    ]
    for _, name, sql in (row for row in parts if row[0] == "table"):
        yield f"{sql};"
        if not name.startswith(LEFT_OUT):
            yield from rows(connection, name)
    yield from (f"{sql};" for kind, _, sql in parts if kind != "table")


def rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    values = "||','||".join(f'quote("{column}")' for column in columns)
    for (row,) in connection.execute(f'SELECT {values} FROM "{table}" ORDER BY rowid'):
        yield f'INSERT INTO "{table}" VALUES({row});'


if __name__ == "__main__":
    main()
