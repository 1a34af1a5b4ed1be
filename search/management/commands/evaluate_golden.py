"""`manage.py evaluate_golden [--set all|open|held-back] [--json]`: typed questions on the example content."""

import json
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandParser

from search.api import find
from search.evaluation.collection import interval, ndcg, read_lines
from search.evaluation.golden import documents_by_name

FOLDER = Path("tests/golden")
SETS = ("all", "open", "held-back")
DEPTH = 10


class Command(BaseCommand):
    help = "Ask the judged questions as a visitor of this site and measure nDCG@10, by type of question."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER)
        parser.add_argument("--set", choices=SETS, default="open")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--worst", type=int, default=0, help="show so many of the lowest")

    def handle(self, *args: Any, **options: Any) -> None:
        scores: dict[str, list[float]] = defaultdict(list)
        worst: list[tuple[float, str, list[str]]] = []
        for question, gains in read_judged_questions(options["folder"], options["set"]):
            hits = find(question["text"], viewer=AnonymousUser(), limit=DEPTH).hits
            score = ndcg([hit.key for hit in hits], gains)
            scores[question["type"]].append(score)
            worst.append((score, question["text"], [hit.title for hit in hits[:4]]))
        every = [score for values in scores.values() for score in values]
        report = {
            "questions": len(every), "ndcg@10": round(statistics.fmean(every), 4), "interval": interval(every),
            "by_type": {kind: round(statistics.fmean(values), 4) for kind, values in sorted(scores.items())},
        }  # fmt: skip
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))
        for score, text, titles in sorted(worst)[: options["worst"]]:
            self.stdout.write(f"{score:.3f} {text}: {' | '.join(titles)}")


def read_judged_questions(folder: Path, chosen: str) -> Iterator[tuple[dict[str, Any], dict[str, float]]]:
    """Questions with the gain of every document that a visitor may find; of documents nobody may find no question."""
    known = documents_by_name(AnonymousUser())
    gains: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_lines(folder / "judgements.jsonl"):
        if row["doc"] in known:
            gains[row["qid"]][known[row["doc"]]] = 2.0 ** row["grade"] - 1
    for question in read_lines(folder / "questions.jsonl"):
        wanted = chosen == "all" or question["held_back"] == (chosen == "held-back")
        if wanted and gains[question["qid"]]:
            yield question, gains[question["qid"]]
