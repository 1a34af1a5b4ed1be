"""`manage.py backup FILE|FOLDER [--json]`: database and uploads in one file."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from krachtwijken.core.backup.manifest import BackupError
from krachtwijken.core.backup.services import make_backup


class Command(BaseCommand):
    help = (
        "Write database and uploads to FILE.tar.gz, or to a new file in FOLDER. The site may go on meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        target: Path = options["target"]
        if target.is_dir():
            target = target / f"krachtwijken-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"
        try:
            manifest = make_backup(target)
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        report = {
            "file": str(target),
            "tables": len(manifest.tables),
            "rows": sum(manifest.tables.values()),
            "media": len(manifest.media),
            "bytes": target.stat().st_size,
            "seconds": round(time.monotonic() - begun, 1),
        }
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            told = "{rows} rijen uit {tables} tabellen en {media} bestanden in {file} ({bytes} bytes, {seconds} s)"
            self.stdout.write(told.format(**report))
