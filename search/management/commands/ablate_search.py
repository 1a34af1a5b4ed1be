"""`manage.py ablate_search COLLECTION [--engine embedded] [--json]`: what each part of the ranking adds."""

import contextlib
import json
import statistics
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.engine.dutch import analysis
from search.evaluation import collection as evaluation
from search.evaluation.scratch import ENGINES, scratch_index
from search.stores.search_index import RankingWeights, SearchIndex

# Each adds to the one above it; the last is what visitors get.
WITHOUT_COMPOUNDS = ("stems, compounds whole", RankingWeights(1, 0, 0, late=0))
STEPS = (
    ("stems, compounds split and whole", RankingWeights(1, 0, 0, late=0)),
    ("character 4-grams alone", RankingWeights(0, 1, 0, late=0)),
    ("meaning alone", RankingWeights(0, 0, 1, late=0)),
    ("stems and meaning", RankingWeights(grams=0, late=0)),
    ("the three fused", RankingWeights(late=0)),
    ("re-ranked, question to passage only", RankingWeights(both_ways=False)),
    ("re-ranked, both ways (the site)", RankingWeights()),
)


class Command(BaseCommand):
    help = "Measure the ranking with parts of it switched off: nDCG@10, and the difference with the whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("collection", type=Path)
        parser.add_argument("--engine", choices=ENGINES, default="embedded")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["collection"]
        wanted = evaluation.judgements_of(evaluation.read_lines(folder / "qrels.jsonl"))
        scores: dict[str, list[float]] = {}
        with scratch_index(options["engine"]) as index:
            with whole_compounds():
                self.measure(index, folder, [WITHOUT_COMPOUNDS], wanted, scores)
            self.measure(index, folder, STEPS, wanted, scores)
        rows = report(scores)
        self.stdout.write(json.dumps(rows) if options["json"] else "\n".join(map(line, rows)))

    def measure(
        self,
        index: SearchIndex,
        folder: Path,
        steps: Sequence[tuple[str, RankingWeights]],
        wanted: evaluation.Judgements,
        scores: dict[str, list[float]],
    ) -> None:
        """Index once (texts that were embedded before are not embedded again), then ask everything per step."""
        names: list[str] = []
        index.rebuild(evaluation.documents(evaluation.read_lines(folder / "passages.jsonl"), names))
        for name, weights in steps:
            part = SearchIndex(index.store, index.embedder, index.vector_store, index.synonyms, weights)
            rankings, _times = evaluation.rank_queries(
                part, evaluation.read_lines(folder / "queries.jsonl"), names
            )
            scores[name] = evaluation.ndcg_of_each(rankings, wanted)


@contextlib.contextmanager
def whole_compounds() -> Iterator[None]:
    """Leave compounds as they are, in passages and questions alike."""
    splitting = analysis.split
    analysis.split = cache(lambda word: ())
    try:
        yield
    finally:
        analysis.split = splitting


def report(scores: dict[str, list[float]]) -> list[dict[str, Any]]:
    whole = scores[STEPS[-1][0]]
    rows = []
    for name, values in scores.items():
        differences = [value - other for value, other in zip(values, whole, strict=True)]
        rows.append(
            {
                "part": name,
                "ndcg@10": round(statistics.fmean(values), 4),
                "interval": evaluation.interval(values),
                "minus_whole": round(statistics.fmean(differences), 4),
                "minus_whole_interval": evaluation.interval(differences),
            }
        )
    return rows


def line(row: dict[str, Any]) -> str:
    low, high = row["interval"]
    below, above = row["minus_whole_interval"]
    return (
        f"{row['part']:40s} {row['ndcg@10']:.3f} ({low:.3f}-{high:.3f})"
        f"  {row['minus_whole']:+.3f} ({below:+.3f} .. {above:+.3f})"
    )
