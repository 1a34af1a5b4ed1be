"""`manage.py reconcile_index [--repair] [--json]`: compare the index with the database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.errors import RebuildRunningError, SearchUnavailableError
from search.indexing.reconcile import Drift, reconcile_index

SHOWN = 20
NAMES = {
    "missing": "niet in de index",
    "stale": "verouderd",
    "ghost": "in de index, maar niet meer te vinden",
}


class Command(BaseCommand):
    help = "Compare index and database. Exit code 0: equal, or mended; 1: they differ; 2: there is no index to read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            drift, left = reconcile_index(repair=options["repair"])
        except RebuildRunningError as error:
            raise CommandError("De index wordt nu opnieuw gemaakt. Probeer het daarna nog eens.") from error
        except SearchUnavailableError as error:
            raise CommandError(f"De index is niet te lezen: {error}", returncode=2) from error
        if options["json"]:
            keys = {name: getattr(drift, name)[:SHOWN] for name in NAMES}
            self.stdout.write(json.dumps({**drift.figures, "left": len(left.keys), "keys": keys}))
        else:
            self.tell(drift, left)
        if left.keys:
            sys.exit(1)

    def tell(self, drift: Drift, left: Drift) -> None:
        self.stdout.write(
            f"{drift.documents} documenten, {drift.indexed} in de index, {drift.waiting} wachten"
        )
        for name, text in NAMES.items():
            keys: list[str] = getattr(drift, name)
            if keys:
                self.stdout.write(f"{len(keys)} {text}: {', '.join(keys[:SHOWN])}")
        self.stdout.write("gelijk" if not left.keys else f"{len(left.keys)} verschillen over")
