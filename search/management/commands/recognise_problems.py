"""`manage.py recognise_problems --texts P.jsonl --out L.jsonl`: the known problems that each text states."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.api import recognise_without_database
from search.evaluation.collection import read_lines


class Command(BaseCommand):
    help = "Name the known problems that each text states, as a reader would be shown them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--texts", type=Path, required=True)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with options["out"].open("w", encoding="utf-8") as out:
            for row in read_lines(options["texts"]):
                labels = [
                    {"code": code, "score": score, "sentence": sentence}
                    for code, sentence, score in recognise_without_database(str(row.get("text") or ""))
                ]
                out.write(json.dumps({"id": row["id"], "labels": labels}, ensure_ascii=False) + "\n")
