"""`manage.py prepare_model`: get the language model ready for serving."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from search.model.delivery import prepare


class Command(BaseCommand):
    help = "Unpack, export and compress the language model. Repeatable; the second call has nothing to do."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare(model=settings.EMBEDDING_MODEL, folder=settings.MODEL_DIR, progress=self.tell)

    def tell(self, line: str) -> None:
        self.stdout.write(f"      {line}")
        self.stdout.flush()
