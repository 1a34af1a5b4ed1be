"""`manage.py train_questions [--out FILE]`: fit the recogniser of problems that a typed question is about."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.engine.recognition import PACKAGED_ASKED
from search.training.questions import learn_questions


class Command(BaseCommand):
    help = "Fit the recogniser of problems that a typed question is about: some four minutes, the same at every run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=PACKAGED_ASKED)

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        recogniser, report = learn_questions(embedder, progress=self.stderr.write)
        options["out"].write_bytes(recogniser.to_bytes())
        self.stdout.write(json.dumps(report | {"bytes": options["out"].stat().st_size}, indent=1))
