"""`manage.py train_pairs [--json]`: fit the score of pairs and the reasons from the packaged judgements."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.backend import backend
from search.engine.pairs import reason_model, scoring
from search.engine.recognition import packaged_recogniser
from search.training import pairs, reasons
from search.training.problem_material import learn_problems
from search.training.recogniser import with_curves_of


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
        unseen = {
            text.name: with_curves_of(each, recogniser)
            for each, texts in learn_problems(embedder).unseen
            for text in texts
        }
        sets = {
            name: pairs.read_advice(embedder, recogniser, name, unjudged=unjudged, unseen=unseen)
            for name, unjudged in ((pairs.OPEN, 0.0), (pairs.SITE, pairs.UNJUDGED))
        }
        standard = pairs.standard_of(list(sets.values()))
        report: dict[str, Any] = {"ndcg@5": pairs.cross_validate_weights(sets, standard)}
        weights = pairs.fit_weights([(advice, advice.judged) for advice in sets.values()], standard)
        kept = pairs.pair_model(sets[pairs.SITE], standard, weights)
        report["weights"] = kept["weights"]
        if not options["only_measure"]:
            scoring.MODEL.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        judged = reasons.read_pairs(
            list(sets.values()), scoring.model_from(kept), recogniser, embedder, unseen
        )
        report["reasons"] = reasons.cross_validate_reasons(judged, embedder.identity)
        if not options["only_measure"]:
            reasons.fit_reasons(judged, embedder.identity).save(reason_model.MODEL)
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))
