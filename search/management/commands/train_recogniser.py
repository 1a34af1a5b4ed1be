"""`manage.py train_recogniser [--out FILE] [--json]`: fit the recogniser of known problems from the packaged sentences."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.text import read_text
from search.backend import backend
from search.engine.embeddings import TokenEmbedder
from search.engine.query import encode_query
from search.engine.recognition import PACKAGED
from search.errors import ModelUnavailableError
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
        sets = {name: judged_texts(rows, embedder) for name, rows in material.judged_problems().items()}
        recogniser = calibrate(fitted, [text for texts in sets.values() for text in texts])
        options["out"].write_bytes(recogniser.to_bytes())
        report: dict[str, Any] = {"sentences": len(sentences), "bytes": options["out"].stat().st_size}
        for name, texts in sets.items():
            report[name] = {
                "with_meaning": measure(recogniser, texts), "by_words": measure(recogniser, texts, by_words=True),
            }  # fmt: skip
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))


def judged_texts(rows: list[dict[str, Any]], embedder: TokenEmbedder) -> list[JudgedText]:
    texts = []
    for row in rows:
        query = encode_query(row["text"], embedder)
        sentences = [unit.text for unit in read_text(row["text"]).statements]
        pooled = query.terms.pooled
        if pooled is None:
            raise ModelUnavailableError("the model gives no vectors")
        vectors = embedder.queries(sentences)
        texts.append(JudgedText(sentences, vectors, query.text, pooled, frozenset(row["labels"])))
    return texts
