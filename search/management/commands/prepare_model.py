"""`manage.py prepare_model`: get the language model ready for serving."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from search.backend import backend
from search.model.delivery import prepare


class Command(BaseCommand):
    help = "Unpack, export and compress the language model. Repeatable; the second call has nothing to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="replace a model that is damaged")
        parser.add_argument(
            "--tidy", action="store_true", help="remove models that neither the settings nor the index name"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(
            model=settings.EMBEDDING_MODEL,
            folder=settings.MODEL_DIR,
            adapter=settings.EMBEDDING_ADAPTER,
            progress=self.tell,
            anew=options["anew"],
        )
        if options["tidy"]:
            for identity in backend().tidy_models():
                self.tell(f"verwijderd: {identity}")

    def tell(self, line: str) -> None:
        self.stdout.write(f"      {line}")
        self.stdout.flush()
