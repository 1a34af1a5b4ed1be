"""`manage.py rebuild_index [--if-needed]`: make the index anew beside the old one, and swap."""

import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.errors import ModelUnavailableError, RebuildRunningError, SearchUnavailableError
from search.indexing.rebuild import rebuild_index
from search.types import Document

TELL_EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Index everything that may be found. Repeatable; the old index answers until the new one is complete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="only when there is none of this model")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["if_needed"] and backend().wanted_index.store.exists():
                self.stdout.write("      de index is er al")
                return
            count = rebuild_index(through=self.told)
        except RebuildRunningError as error:
            raise CommandError("De index wordt al opnieuw gemaakt. Wacht tot dat klaar is.") from error
        except ModelUnavailableError as error:
            raise CommandError(
                f"{error}. Draai eerst manage.py prepare_model: de oude index blijft zolang antwoorden."
            ) from error
        except SearchUnavailableError as error:
            raise CommandError(f"De index kan niet worden gemaakt: {error}") from error
        self.stdout.write(f"      {count} documenten in de index")

    def told(self, documents: Iterator[Document]) -> Iterator[Document]:
        last = time.monotonic()
        for number, document in enumerate(documents, 1):
            if time.monotonic() - last > TELL_EVERY_SECONDS:
                last = time.monotonic()
                self.stdout.write(f"      {number} documenten ...")
                self.stdout.flush()
            yield document
