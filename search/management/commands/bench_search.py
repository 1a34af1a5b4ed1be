"""`manage.py bench_search --passages N --json`: synthetic load on the real engine."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from numpy.typing import NDArray

from search.analysis import vocabulary
from search.embedding import Encoded
from search.engine import SearchEngine
from search.evaluation import percentile
from search.services.engine import shared_embedder
from search.services.scratch import ENGINES, scratch_engine
from search.types import Document, SearchFilters

QUERIES = 60
WORDS_PER_PASSAGE = 90
PIECES_PER_PASSAGE = 120
POOL = 256
SIZE = 384


class Ready:
    """Vectors that cost next to nothing for passages, so that indexing is measured without the model.

    The pooled vector of each passage is new; the vectors of its pieces come from a store of POOL texts.
    """

    def __init__(self, real: Any) -> None:
        self.real = real
        self.identity = "bench"
        self.random = np.random.default_rng(1)
        self.vectors = unit(self.random.standard_normal((POOL, PIECES_PER_PASSAGE, SIZE), dtype=np.float32))

    def encode_passages(self, texts: Sequence[str]) -> list[Encoded]:
        pieces = self.random.integers(4, 250_000, size=(len(texts), PIECES_PER_PASSAGE)).astype(np.int32)
        pooled = unit(self.random.standard_normal((len(texts), SIZE), dtype=np.float32))
        return [Encoded(*row) for row in zip(pooled, pieces, self.vectors[: len(texts)], strict=True)]

    def scarcity(self, pieces: Sequence[int]) -> list[float]:
        return [float(number) for number in pieces]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


class Command(BaseCommand):
    help = (
        "Fill an index with made-up passages of Dutch words and measure one search call, embedding included."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passages", type=int, default=1000)
        parser.add_argument("--engine", choices=ENGINES, default="embedded")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = shared_embedder()
        if embedder is None:
            raise CommandError("There is no prepared model: manage.py prepare_model")
        pick = random.Random(1)
        # Words as often as in real text: few often, many seldom.
        words = pick.sample(sorted(vocabulary()), 20_000)
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
        queries = [" ".join(pick.choices(words, cum_weights=weights, k=8)) for _ in range(QUERIES)]
        with scratch_engine(options["engine"], Ready(embedder)) as engine:
            begun = time.perf_counter()
            engine.rebuild(made_up(options["passages"], pick, words, weights))
            seconds = time.perf_counter() - begun
            for text in queries[:3]:
                ask(engine, text)
            times = [timed(partial(ask, engine, text)) for text in queries]
            size = engine.store.size()
            memory = resident_mb()
        embeds = [timed(partial(embedder.queries, [text])) for text in queries]
        report = {
            "engine": options["engine"],
            "passages": options["passages"],
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "embed_p50_ms": percentile(embeds, 0.5),
            "index_mb": round(size / 1e6, 1),
            "rss_mb": memory,
            "passages_per_s": round(options["passages"] / seconds, 1),
        }
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )


def made_up(
    count: int, pick: random.Random, words: list[str], weights: Sequence[float]
) -> Iterator[Document]:
    for number in range(count):
        title, text = (
            " ".join(pick.choices(words, cum_weights=weights, k=length)) for length in (6, WORDS_PER_PASSAGE)
        )
        yield Document("page", number, title, [("", text)], ["public"])


def ask(engine: SearchEngine, text: str) -> None:
    engine.search(text, audience=frozenset({"public"}), filters=SearchFilters())


def timed(action: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0
