"""`manage.py train_recogniser [--out FILE] [--json]`: fit the recogniser of known problems from the packaged sentences."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.text import read_text
from search.backend import backend
from search.engine.embeddings import Embedder
from search.engine.recognition import PACKAGED, Recogniser
from search.training import material
from search.training.recogniser import JudgedText, Material, calibrate, fit_recogniser, measure


class Command(BaseCommand):
    help = "Fit the recogniser of known problems: some two minutes, the same figures at every run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=PACKAGED)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        sentences = material.label_sentences()
        codes = sorted({code for sentence in sentences for code in sentence.codes})
        vectors = embedder.queries([sentence.text for sentence in sentences])
        fitted = fit_recogniser(
            Material(sentences, vectors, embedder.identity, codes), version="1", progress=self.stderr.write
        )
        texts = judged_texts(embedder)
        recogniser = calibrate(fitted, texts)
        options["out"].write_bytes(recogniser.to_bytes())
        report = self._report(recogniser, texts) | {
            "sentences": len(sentences), "bytes": options["out"].stat().st_size,
        }  # fmt: skip
        self.stdout.write(json.dumps(report) if options["json"] else str(report))

    def _report(self, recogniser: Recogniser, texts: list[JudgedText]) -> dict[str, Any]:
        return {
            "with_meaning": measure(recogniser, texts),
            "by_words": measure(recogniser, texts, by_words=True),
        }


def judged_texts(embedder: Embedder) -> list[JudgedText]:
    texts = []
    for problem in material.advice_problems():
        sentences = [unit.text for unit in read_text(problem["text"]).statements]
        texts.append(JudgedText(sentences, embedder.queries(sentences), frozenset(problem["labels"])))
    return texts
