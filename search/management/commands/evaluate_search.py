"""`manage.py evaluate_search COLLECTION --engine embedded --run OUT.jsonl [--json]`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from krachtwijken.core import garbage
from krachtwijken.core.measuring import percentile
from search.engine.dutch.synonyms import NO_SYNONYMS
from search.evaluation import collection as evaluation
from search.evaluation.scratch import ENGINES, scratch_index


class Command(BaseCommand):
    help = (
        "Index a collection in a temporary index, send its queries through the search of the site, measure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("collection", type=Path)
        parser.add_argument("--engine", choices=ENGINES, default="embedded")
        parser.add_argument("--run", type=Path)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--without-words", action="store_true", help="leave the packaged synonyms out")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["collection"]
        names: list[str] = []
        words = NO_SYNONYMS if options["without_words"] else None
        with scratch_index(options["engine"], words=words) as index:
            index.rebuild(evaluation.documents(evaluation.read_lines(folder / "passages.jsonl"), names))
            # As a web process does when it has started.
            garbage.settle()
            rankings, times = evaluation.rank_queries(
                index, evaluation.read_lines(folder / "queries.jsonl"), names
            )
        if options["run"]:
            lines = (json.dumps({"qid": qid, "docs": docs}) for qid, docs in rankings.items())
            options["run"].write_text("\n".join(lines) + "\n", encoding="utf-8")
        report: dict[str, Any] = {
            "engine": options["engine"],
            "passages": len(names),
            "queries": len(rankings),
        }
        judgements = folder / "qrels.jsonl"
        if judgements.exists():
            report |= evaluation.measure_rankings(
                rankings, evaluation.judgements_of(evaluation.read_lines(judgements))
            )
        report |= {"p50_ms": percentile(times, 0.5), "p95_ms": percentile(times, 0.95)}
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in report.items()))
