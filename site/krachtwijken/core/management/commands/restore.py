"""`manage.py restore FILE [--replace] [--without-index] [--json]`: the site as it was when the backup was made."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from krachtwijken.core.backup.manifest import BackupError
from krachtwijken.core.backup.services import restore_backup


class Command(BaseCommand):
    help = "Put database and uploads of a backup back, and make the search index anew. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="what is in the database now may go")
        parser.add_argument("--without-index", action="store_true", help="leave the search index for later")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        try:
            manifest = restore_backup(options["source"], replace=options["replace"])
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        restored = round(time.monotonic() - begun, 1)
        call_command("grant_site_rights", stdout=self.stderr)
        if not options["without_index"]:
            call_command("rebuild_index", stdout=self.stderr)
        report = {
            "made_at": manifest.made_at,
            "tables": len(manifest.tables),
            "rows": sum(manifest.tables.values()),
            "media": len(manifest.media),
            "seconds": restored,
            "seconds_with_index": round(time.monotonic() - begun, 1),
        }
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            told = "{rows} rijen in {tables} tabellen en {media} bestanden van {made_at} staan terug ({seconds} s"
            self.stdout.write((told + ", met zoekindex {seconds_with_index} s)").format(**report))
