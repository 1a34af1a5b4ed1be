"""`manage.py train_headings [--out FILE]`: fit the reader of headings of pasted cases."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.engine.recognition import PACKAGED_HEADINGS
from search.training.headings import learn_headings


class Command(BaseCommand):
    help = "Fit the reader of headings of pasted cases: half a minute, the same at every run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=PACKAGED_HEADINGS)

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        reader, report = learn_headings(embedder, progress=self.stderr.write)
        options["out"].write_bytes(reader.to_bytes())
        self.stdout.write(json.dumps(report | {"bytes": options["out"].stat().st_size}, indent=1))
