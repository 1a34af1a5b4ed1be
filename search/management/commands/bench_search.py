"""`manage.py bench_search --passages N --json`: synthetic load on the real engine."""

import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from numpy.typing import NDArray

from search.analysis import vocabulary
from search.evaluation import percentile
from search.services.engine import shared_embedder
from search.stores.embedded import EmbeddedStore
from search.types import Document, SearchFilters

QUERIES = 60
WORDS_PER_PASSAGE = 90


class Ready:
    """Vectors that cost nothing for passages, so that indexing is measured without the model."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.identity = "bench"
        self.random = np.random.default_rng(1)

    def passages(self, texts: Any) -> NDArray[np.float32]:
        rows = self.random.normal(size=(len(texts), 384)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def queries(self, texts: Any) -> Any:
        return self.real.queries(texts) if self.real else self.passages(texts)


class Command(BaseCommand):
    help = (
        "Fill an index with made-up passages of Dutch words and measure one search call, embedding included."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passages", type=int, default=1000)
        parser.add_argument("--engine", choices=["embedded", "elasticsearch"], default="embedded")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["engine"] != "embedded":
            raise CommandError("The Elasticsearch engine is not built yet.")
        pick = random.Random(1)
        # Words as often as in real text: few often, many seldom.
        words = pick.sample(sorted(vocabulary()), 20_000)
        weights = [1 / (rank + 3) for rank in range(len(words))]
        made = []
        for number in range(options["passages"]):
            title, text = (
                " ".join(pick.choices(words, weights, k=count)) for count in (6, WORDS_PER_PASSAGE)
            )
            made.append(Document("page", number, title, [("", text)], ["public"]))
        embedder = shared_embedder()
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "index"
            store = EmbeddedStore(folder, Ready(embedder))
            begun = time.perf_counter()
            store.rebuild(made)
            seconds = time.perf_counter() - begun
            queries = [" ".join(pick.choices(words, weights, k=8)) for _ in range(QUERIES)]
            times = [timed(lambda text=text: ask(store, text)) for text in [queries[0], *queries]][1:]
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        embeds = (
            [timed(lambda text=text: embedder.queries([text])) for text in queries] if embedder else [0.0]
        )
        report = {
            "engine": "embedded",
            "passages": len(made),
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "embed_p50_ms": percentile(embeds, 0.5),
            "index_mb": round(size / 1e6, 1),
            "rss_mb": resident_mb(),
            "passages_per_s": round(len(made) / seconds, 1),
        }
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )


def ask(store: EmbeddedStore, text: str) -> None:
    store.search(text, audience=frozenset({"public"}), filters=SearchFilters())


def timed(action: Any) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
