"""`manage.py route_centres --problems P.jsonl --out C.jsonl`: which centres fit problems of which the labels are known."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandParser

from knowledge.selectors import centre_problem_weights, centres_visible_to
from krachtwijken.core.reference.centres import centre_code
from search.engine.centre_routing import route


class Command(BaseCommand):
    help = (
        "Per line {id, labels} the centres that a visitor may see, best first: {id, centres: [{code, score, problem}]}. "
        "A label is a code, or {code, score} with the chance that the text states it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("--problems", "--out"):
            parser.add_argument(name, type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        visitor = AnonymousUser()
        offers = centre_problem_weights(visitor)
        names = {page.pk: centre_code(page.organisation) for page in centres_visible_to(visitor)}
        with (
            options["problems"].open(encoding="utf-8") as lines,
            options["out"].open("w", encoding="utf-8") as out,
        ):
            for line in filter(str.strip, lines):
                problem = json.loads(line)
                centres = list(route_to_codes(read_chances(problem), offers, names))
                out.write(json.dumps({"id": problem["id"], "centres": centres}) + "\n")


def read_chances(problem: Mapping[str, Any]) -> dict[str, float]:
    return {
        str(label["code"] if isinstance(label, dict) else label): (
            float(label["score"]) if isinstance(label, dict) else 1.0
        )
        for label in problem.get("labels") or []
    }


def route_to_codes(
    chances: Mapping[str, float], offers: Mapping[int, Mapping[str, int]], names: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    """Centres with a public code."""
    for centre, score, problem in route(chances, offers):
        if names[centre]:
            yield {"code": names[centre], "score": round(score, 4), "problem": problem}
