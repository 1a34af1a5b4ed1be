"""`manage.py bench_search --passages N --json`: synthetic load on the real index."""

import json
import time
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core import garbage
from krachtwijken.core.measuring import percentile, time_call
from search.backend import backend
from search.engine.recognition import packaged_asked
from search.evaluation.bench.synthetic import Corpus, Ready
from search.evaluation.bench.wagtail_search import measure_wagtail
from search.evaluation.scratch import ENGINES, scratch_index
from search.stores.search_index import SearchIndex
from search.types import SearchFilters

QUERIES = 60
WARMING = 60
WORDS_PER_QUERY = 8
SHOWN = 10


class Command(BaseCommand):
    help = (
        "Fill an index with made-up passages of Dutch words and measure one search call, embedding included."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passages", type=int, default=1000)
        parser.add_argument("--engine", choices=ENGINES, default="embedded")
        parser.add_argument(
            "--beside-wagtail",
            action="store_true",
            help="the same texts in Wagtail's own database search too",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("There is no prepared model: manage.py prepare_model")
        corpus = Corpus()
        queries = [corpus.text(WORDS_PER_QUERY) for _ in range(QUERIES)]
        with scratch_index(options["engine"], Ready(embedder)) as index:
            begun = time.perf_counter()
            index.rebuild(corpus.documents(options["passages"]))
            seconds = time.perf_counter() - begun
            # As a web process does when it has started.
            garbage.settle()
            if packaged_asked().identity == embedder.identity:
                index.recogniser = packaged_asked()
            # Other questions: one that was asked before is remembered. A server that has just got an index reads its
            # files and compiles its code while it answers these; they are reported, not counted.
            first = [
                time_call(partial(search_once, index, corpus.text(WORDS_PER_QUERY))) for _ in range(WARMING)
            ]
            times = [time_call(partial(search_once, index, text)) for text in queries]
            size = index.store.size()
            memory = resident_mb()
        embeds = [time_call(partial(embedder.queries, [text])) for text in queries]
        report = {
            "engine": options["engine"],
            "passages": options["passages"],
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "first_p50_ms": percentile(first, 0.5),
            "first_p95_ms": percentile(first, 0.95),
            "embed_p50_ms": percentile(embeds, 0.5),
            "index_mb": round(size / 1e6, 1),
            "rss_mb": memory,
            "passages_per_s": round(options["passages"] / seconds, 1),
        }
        if options["beside_wagtail"]:
            report["wagtail"] = measure_wagtail(options["passages"], queries)
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )


def search_once(index: SearchIndex, text: str) -> None:
    """One search, with the texts of the first page of results."""
    ranking = index.search(text, audience=frozenset({"public"}), filters=SearchFilters())
    index.with_texts(ranking.documents[:SHOWN])


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
