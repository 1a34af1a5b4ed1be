"""`manage.py train_kinds`: fit the model that proposes a kind of help from a text."""

from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from matching.requests.kinds.propose import MODEL, NONE, SENTENCES
from search.api import train_classifier
from search.errors import ModelUnavailableError

VERSION = "1"


class Command(BaseCommand):
    help = "Fit the model that proposes a kind of help: some twenty seconds, the same at every run."

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
        rows = [(text, "" if kind == NONE else kind) for kind, texts in sentences.items() for text in texts]
        try:
            MODEL.write_bytes(train_classifier(rows, version=VERSION))
        except ModelUnavailableError as error:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.") from error
        self.stdout.write(f"{len(rows)} zinnen, {MODEL.stat().st_size} bytes")
