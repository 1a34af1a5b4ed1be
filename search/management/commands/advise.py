"""`manage.py advise --problems P.jsonl --out A.jsonl`: what a visitor would be shown for each problem text."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandParser

from knowledge.selectors import centres_visible_to
from krachtwijken.core.reference.centres import centre_code
from search.backend import backend
from search.errors import SearchUnavailableError
from search.evaluation.collection import read_lines
from search.features.answer.selectors import Item, package_for
from search.types import Kind

SECTIONS = {"cases": Kind.CASE, "people": Kind.PROFILE, "schemes": Kind.SCHEME}
VISITOR = AnonymousUser()


class Command(BaseCommand):
    help = (
        "Per line {id, text} what /antwoord/ shows somebody without an account: {id, labels: [{code, score, sentence}], "
        "cases, people, schemes: [{title, url, score, problem_sentence, evidence_sentence}], centres: [{code, title, score}]}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("--problems", "--out"):
            parser.add_argument(name, type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        # A visitor may be answered by words alone while the model is loading; here there is time.
        backend().models(patience=None)
        try:
            backend().check()
        except SearchUnavailableError as error:
            self.stderr.write(f"No index, so only problems and centres: {error}")
        codes = {page.pk: centre_code(page.organisation) for page in centres_visible_to(VISITOR)}
        # Half a character, as a cut text may hold, is written as JSON writes it.
        with options["out"].open("w", encoding="utf-8", errors="backslashreplace") as out:
            for row in read_lines(options["problems"]):
                advice = {"id": row.get("id"), **advice_on(str(row.get("text") or ""), codes)}
                out.write(json.dumps(advice, ensure_ascii=False) + "\n")


def advice_on(text: str, codes: Mapping[int, str]) -> dict[str, Any]:
    """`codes` are the public codes of centres by the number of their page; a centre without one is left out."""
    package = package_for(text, viewer=VISITOR)
    items = {section.kind: section.items for section in package.sections}
    labels = [
        {"code": problem.code, "score": problem.chance, "sentence": problem.sentence}
        for problem in package.problems
    ]
    centres = [
        {"code": code, "title": item.match.hit.title, "score": round(item.match.score, 4)}
        for item in items[Kind.CENTRE]
        if (code := codes.get(item.match.hit.pk))
    ]
    named = {name: [describe_item(item) for item in items[kind]] for name, kind in SECTIONS.items()}
    return {"labels": labels, **named, "centres": centres}


def describe_item(item: Item) -> dict[str, Any]:
    return {
        "title": item.match.hit.title,
        "url": item.match.hit.url,
        "score": item.match.score,
        "problem_sentence": item.match.problem_sentence,
        "evidence_sentence": item.match.evidence_sentence,
    }
