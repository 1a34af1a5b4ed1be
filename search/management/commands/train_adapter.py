"""`manage.py train_adapter NAME [--steps N] [--seed N]`: learn the adapter of the language model anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.model.adapter import FOLDER, SUFFIX
from search.training.adapter_batches import all_pairs


class Command(BaseCommand):
    help = "Train the adapter from the packaged texts: some half hour on two cores, less with a GPU."

    def add_arguments(self, parser: CommandParser) -> None:
        from search.training import adapter  # inline: loads torch

        parser.add_argument("name")
        parser.add_argument("--steps", type=int, default=adapter.STEPS)
        parser.add_argument("--seed", type=int, default=adapter.SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        from search.training.adapter import train_adapter  # inline, for the same reason

        counts = ", ".join(f"{len(pairs)} {kind}" for kind, pairs in all_pairs().items())
        self.stderr.write(f"Paren: {counts}")
        adapter = train_adapter(
            options["name"], steps=options["steps"], seed=options["seed"], progress=self.stderr.write
        )
        path = FOLDER / f"{options['name']}{SUFFIX}"
        adapter.write(path)
        self.stdout.write(f"{path.name}: {path.stat().st_size} bytes, {adapter.fingerprint}")
