"""`manage.py train_pairs [--json]`: fit the score of pairs and the reasons from the packaged judgements."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.engine.pairs import reasons as reason_models
from search.engine.pairs import scoring
from search.engine.recognition import packaged_recogniser
from search.training import pairs, reasons


class Command(BaseCommand):
    help = (
        "Fit what makes evidence fit a problem, and which sentences say why. The same figures at every run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--only-measure", action="store_true", help="write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        embedder = backend().embedder
        if embedder is None:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        recogniser = packaged_recogniser()
        advice = pairs.read_advice(embedder, recogniser)
        standard = pairs.standard_of(advice)
        report: dict[str, Any] = {"ndcg@5": pairs.cross_validated(advice, standard)}
        kept = pairs.pair_model(advice, standard, pairs.fit_weights(advice, standard, advice.judged))
        report["weights"] = kept["weights"]
        if not options["only_measure"]:
            scoring.MODEL.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        judged = reasons.read_pairs(advice, scoring.model_from(kept), recogniser, embedder)
        report["reasons"] = reasons.cross_validated(judged, embedder.identity)
        if not options["only_measure"]:
            reasons.fit_reasons(judged, embedder.identity).save(reason_models.MODEL)
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))
