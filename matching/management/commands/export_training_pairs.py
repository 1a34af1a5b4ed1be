"""`manage.py export_training_pairs --out PAIRS.jsonl`: what to fine-tune the language model on (docs/model.md)."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from matching.training import pairs


class Command(BaseCommand):
    help = "Write pairs of a problem and a passage that answers it, without personal data, one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[str] = Counter()
        with options["out"].open("w", encoding="utf-8") as out:
            for pair in pairs():
                counts[pair.source] += 1
                out.write(json.dumps(asdict(pair), ensure_ascii=False) + "\n")
        parts = ", ".join(f"{count} {source}" for source, count in sorted(counts.items()))
        self.stdout.write(f"{counts.total()} paren ({parts or 'geen'})")
