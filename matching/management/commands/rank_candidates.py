"""`manage.py rank_candidates --problems P.jsonl --candidates C.jsonl --out R.jsonl`: the text part of the score."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.api import score_every_pair
from search.types import Evidence


class Command(BaseCommand):
    help = "Score every problem against every candidate. Needs no rows in the database."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("--problems", "--candidates", "--out"):
            parser.add_argument(name, type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        problems, candidates = list(lines(options["problems"])), list(lines(options["candidates"]))
        texts = [str(problem.get("text") or "") for problem in problems]
        scores = score_every_pair(texts, [evidence_of(candidate) for candidate in candidates])
        with options["out"].open("w", encoding="utf-8") as out:
            for problem, row in zip(problems, scores, strict=True):
                for candidate, score in zip(candidates, row, strict=True):
                    written = {
                        "problem": problem["id"], "candidate": candidate["id"], "score": score.score,
                        "problem_sentence": score.problem_sentence, "evidence_sentence": score.evidence_sentence,
                    }  # fmt: skip
                    out.write(json.dumps(written, ensure_ascii=False) + "\n")


def evidence_of(candidate: dict[str, Any]) -> list[Evidence]:
    return [
        Evidence(str(item.get("title") or ""), str(item.get("text") or ""))
        for item in candidate.get("evidence") or []
    ]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
