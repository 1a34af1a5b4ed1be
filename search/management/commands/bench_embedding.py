"""`manage.py bench_embedding --json`: the served model against the same model through torch, in one run."""

import json
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.measuring import percentile, time_call
from search.backend import backend

TEXTS = Path(__file__).resolve().parents[3] / "knowledge" / "data" / "examples"
ROUNDS = 3


class Command(BaseCommand):
    help = "Milliseconds a query and likeness of the vectors: ONNX Runtime in 4 bits against torch in 32."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queries", type=int, default=60)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        served = backend().embedder
        if served is None:
            raise CommandError("There is no prepared model: manage.py prepare_model")
        texts = example_queries(options["queries"])
        with tempfile.TemporaryDirectory() as scratch:
            source = through_torch(Path(scratch))
            times: dict[str, list[float]] = {"served": [], "torch": []}
            for text in texts[:3]:
                served.queries([text]), source([text])
            for text in texts * ROUNDS:
                times["served"].append(time_call(partial(served.queries, [text])))
                times["torch"].append(time_call(partial(source, [text])))
            likeness = (served.queries(texts) * source(texts)).sum(axis=1)
        medians = {name: percentile(values, 0.5) for name, values in times.items()}
        report = {
            "queries": len(texts),
            "served_p50_ms": medians["served"],
            "torch_p50_ms": medians["torch"],
            "ratio": round(medians["torch"] / medians["served"], 2),
            "cosine_mean": round(float(likeness.mean()), 5),
            "cosine_min": round(float(likeness.min()), 5),
        }
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )


def example_queries(count: int) -> list[str]:
    """Titles and first sentences of the example cases: as long as what visitors type."""
    lines = [
        line.partition(": ")[2].strip("'\" ")
        for file in sorted(TEXTS.glob("cases_*.yaml"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith(("  title: ", "  goal: ", "  target_group: "))
    ]
    return lines[:count]


def through_torch(scratch: Path) -> Callable[[list[str]], Any]:
    """The model as sentence-transformers runs it, on as many threads as are served."""
    import torch  # inline: this command and the preparation are the only ones that load it

    from search.model.export import unpack_model
    from search.model.weights import weights_path

    weights = weights_path()
    if weights is None:
        raise CommandError("The package with the weights is not installed.")
    torch.set_num_threads(settings.EMBEDDING_THREADS)
    model = unpack_model(weights, scratch)

    def embed(texts: list[str]) -> Any:
        return np.asarray(model.encode([f"query: {text}" for text in texts], show_progress_bar=False))

    return embed
