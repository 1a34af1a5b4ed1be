"""`manage.py bench_backup --cases N --profiles N --requests N --json`: fill a site, back it up, lose it, bring it back, and
see whether it is the same."""

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from krachtwijken.accounts.models import User
from krachtwijken.core.backup.manifest import Manifest
from krachtwijken.core.backup.services import make_backup, restore_backup
from krachtwijken.core.measuring import scratch_database, time_call
from krachtwijken.core.models import ProblemLabel
from matching.bench.rows import make_rows
from matching.bench.sameness import rows_and_hashes, upload_hashes
from matching.bench.words import Words
from search.api import drawn_vectors

DEFAULTS = (("--cases", 2000), ("--profiles", 1000), ("--requests", 500), ("--uploads", 200))
UPLOAD_BYTES = 100_000
EMAIL, PASSWORD = "redactie@bench.example", "kade-molen-beuk-iep-42"
HOST = "testserver"


class Command(BaseCommand):
    help = "Fill a scratch database, back it up, lose it and restore it elsewhere; compare, search, log in; print seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, default in DEFAULTS:
            parser.add_argument(name, type=int, default=default)
        parser.add_argument("--without-index", action="store_true", help="neither index nor search")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        with tempfile.TemporaryDirectory() as kept:
            archive = Path(kept) / "backup.tar.gz"
            with empty_machine() as media:
                before = self.fill(media, options)
                held = (rows_and_hashes(), upload_hashes(media))
                made: list[Manifest] = []
                before["backup_s"] = _seconds(lambda: made.append(make_backup(archive)))
            # Database, uploads and index of the first machine are gone by now.
            with empty_machine() as media:
                restore_s = _seconds(lambda: restore_backup(archive, replace=True))
                same = (rows_and_hashes(), upload_hashes(media)) == held
                report = {
                    **before, "rows": sum(made[0].tables.values()), "megabytes": round(archive.stat().st_size / 1e6, 1),
                    "restore_s": restore_s, "rows_and_hashes_equal": same, **self.use(options),
                }  # fmt: skip
        shown = json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        self.stdout.write(shown)

    def fill(self, media: Path, options: dict[str, Any]) -> dict[str, Any]:
        for command in ("load_reference", "set_up_roles", "set_up_site"):
            call_command(command, verbosity=0, stdout=self.stderr)
        counts = {name: options[name] for name in ("cases", "profiles", "requests")}
        make_rows(Words(), **counts)
        make_uploads(media, options["uploads"])
        User.objects.create_user(EMAIL, PASSWORD)
        return {"database": connection.vendor, **counts, "uploads": options["uploads"]}

    def use(self, options: dict[str, Any]) -> dict[str, Any]:
        """What somebody meets on the machine that came back."""
        visitor = Client(HTTP_HOST=HOST)
        answer = visitor.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
        used: dict[str, Any] = {"login": answer.status_code == 302}
        if not options["without_index"]:
            pool = [f"{label}." for label in ProblemLabel.objects.values_list("label", flat=True)]
            with drawn_vectors(pool):
                used["index_s"] = _seconds(lambda: call_command("rebuild_index", stdout=self.stderr))
                page = visitor.get("/zoeken/", {"q": pool[0]}).content.decode()
            used["search"] = "kw-results__main" in page
        return used


@contextmanager
def empty_machine() -> Iterator[Path]:
    """An empty database and an empty folder, both gone afterwards; gives the place of uploads."""
    with tempfile.TemporaryDirectory() as name, scratch_database(Path(name)):
        media = Path(name) / "media"
        media.mkdir()
        with override_settings(
            KRACHTWIJKEN_VAR=Path(name), MEDIA_ROOT=media, ALLOWED_HOSTS=[HOST], SECURE_SSL_REDIRECT=False
        ):
            yield media


def _seconds(action: Any) -> float:
    return round(time_call(action) / 1000, 1)


def make_uploads(media: Path, count: int) -> None:
    """Bytes that do not get smaller, as those of a PDF."""
    folder = media / "documents"
    folder.mkdir(parents=True)
    noise = Words().pick.randbytes(UPLOAD_BYTES)
    for number in range(count):
        (folder / f"bench-{number}.pdf").write_bytes(noise)
