"""`manage.py rank_candidates --problems P.jsonl --candidates C.jsonl --out R.jsonl`: the text part of the score."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.kept import KeptVectors
from search.scoring import Evidence, PairScorer
from search.services.engine import shared_embedder

# Those of all candidates at once, else every problem would embed them anew. 1.5 GB.
MOST_SENTENCES = 1_000_000


class Command(BaseCommand):
    help = "Score every problem against every candidate. Needs no rows in the database."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("--problems", "--candidates", "--out"):
            parser.add_argument(name, type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        candidates = list(lines(options["candidates"]))
        evidence = [
            [
                Evidence(str(item.get("title") or ""), str(item.get("text") or ""))
                for item in row.get("evidence") or []
            ]
            for row in candidates
        ]
        # Not the shared scorer: that one goes by words while the model is loading.
        embedder = shared_embedder()
        scorer = PairScorer(KeptVectors(embedder, most=MOST_SENTENCES) if embedder else None)
        with options["out"].open("w", encoding="utf-8") as out:
            for problem in lines(options["problems"]):
                scores = scorer.score_many(str(problem.get("text") or ""), evidence)
                for candidate, score in zip(candidates, scores, strict=True):
                    row = {"problem": problem["id"], "candidate": candidate["id"], "score": score.score}
                    out.write(json.dumps(row) + "\n")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
