"""`manage.py train_recogniser [--out FILE] [--json]`: fit the recogniser of known problems from the packaged texts."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.engine.recognition import PACKAGED
from search.training.problem_material import LEARNED, learn_problems
from search.training.recogniser import calibrate, measure_recogniser, with_curves_of


class Command(BaseCommand):
    help = "Fit the recogniser of known problems: some four minutes, the same figures at every run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=PACKAGED)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        learned = learn_problems(embedder, progress=self.stderr.write)
        recogniser = calibrate(learned.fitted, [*learned.unseen, (learned.fitted, learned.sets["others"])])
        options["out"].write_bytes(recogniser.to_bytes())
        report: dict[str, Any] = {"rows": learned.rows, "bytes": options["out"].stat().st_size}
        for name, texts in learned.sets.items():
            names = {text.name for text in texts}
            parts = learned.unseen if name in LEARNED else [(learned.fitted, texts)]
            measured = [
                (with_curves_of(each, recogniser), [text for text in some if text.name in names])
                for each, some in parts
            ]
            report[name] = {
                "with_meaning": measure_recogniser(measured), "by_words": measure_recogniser(measured, by_words=True),
            }  # fmt: skip
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))
