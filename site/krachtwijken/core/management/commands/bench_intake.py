"""`manage.py bench_intake --json`: how long it takes to read a pasted text, a document, and a text made to cost time."""

import json
import statistics
import textwrap
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from krachtwijken.core.text import read_text
from krachtwijken.core.text.words import vocabulary

DOCUMENT = 300_000
ROUNDS = 5
PROSE = (
    "Beste collega's,\n\nIn de wijk lopen we vast met 25 huishoudens waar alles tegelijk speelt: schulden, een kind dat "
    "thuiszit, o.a. door ziekte, en ruzie met de buren. Wie kan met ons aan tafel om dit vlot te trekken?\n\nWij zien:\n"
    "- te weinig licht\n- geen plek voor jongeren\n\nMet vriendelijke groet,\nbeleidsmedewerker"
)
# Lines of one letter: most work for a character.
HOSTILE = "a\n"


class Command(BaseCommand):
    help = "Milliseconds for each 1,000 characters, and for 300,000 at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="pasted texts, instead of a made-up mail")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        vocabulary()
        texts = [file.read_text(encoding="utf-8") for file in options["files"]] or [wrap_lines(PROSE)]
        document = "\n\n".join(texts * (DOCUMENT // max(1, sum(map(len, texts))) + 1))[:DOCUMENT]
        report = {
            "texts": len(texts),
            "characters": sum(map(len, texts)),
            "ms_per_1000_characters": round(milliseconds(*texts) * 1000 / sum(map(len, texts)), 3),
            "document_of_300000_ms": round(milliseconds(document), 1),
            "hostile_300000_ms": round(milliseconds((HOSTILE * DOCUMENT)[:DOCUMENT]), 1),
        }
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )


def wrap_lines(text: str) -> str:
    return "\n".join(line for part in text.split("\n") for line in (textwrap.wrap(part, 72) or [""]))


def milliseconds(*texts: str) -> float:
    """The middle one of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            read_text(text)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
