"""`manage.py bench_suggest --titles N --json`: time the suggestions on a scratch database."""

import json
import logging
import random
import time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from knowledge.models import SchemeIndexPage, SchemePage
from krachtwijken.core.measuring import percentile
from krachtwijken.core.text.words import vocabulary
from search.features.suggestions.selectors import names_cache, suggestions

QUERIES = 400
WORDS_PER_TITLE = 5


class Command(BaseCommand):
    help = "Make pages with titles of Dutch words and measure a suggestion, what the viewer may see included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--titles", type=int, default=10_000)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        real = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            report = self.measure(options["titles"])
        finally:
            connection.creation.destroy_test_db(real, verbosity=0)
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in report.items()))

    def measure(self, count: int) -> dict[str, Any]:
        for command in ("load_reference", "set_up_site", "load_words"):
            call_command(command, verbosity=0, stdout=self.stderr)
        pick = random.Random(1)
        words = pick.sample(sorted(vocabulary()), 5000)
        titles = [" ".join(pick.choices(words, k=WORDS_PER_TITLE)).capitalize() for _ in range(count)]
        make_pages(titles)
        names_cache.forget()
        begun = time.perf_counter()
        names_cache.current()
        report: dict[str, Any] = {"titles": count, "read_ms": since(begun)}
        times = []
        for query in typings(pick, titles):
            begun = time.perf_counter()
            suggestions(query, viewer=AnonymousUser())
            times.append(since(begun))
        return report | {
            "queries": len(times),
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "max_ms": max(times),
        }


def since(begun: float) -> float:
    return round((time.perf_counter() - begun) * 1000, 2)


def typings(pick: random.Random, titles: list[str]) -> list[str]:
    """Beginnings of titles and of words inside them, as they are typed; one in four with a mistake."""
    typed = []
    for number in range(QUERIES):
        words = pick.choice(titles or ["wijk"]).split(" ")
        start = pick.randrange(len(words))
        text = " ".join(words[start : start + 2])
        text = text[: pick.randint(2, len(text))]
        if number % 4 == 0 and len(text) > 5:
            place = pick.randrange(2, len(text) - 1)
            text = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        typed.append(text)
    return typed


@transaction.atomic
def make_pages(titles: list[str]) -> None:
    """Rows straight into the tree: publishing one by one would take minutes."""
    parent = SchemeIndexPage.objects.get()
    kind, now = ContentType.objects.get_for_model(SchemePage), timezone.now()
    first = parent.numchild + 1
    for number, title in enumerate(titles, first):
        page = SchemePage(
            title=title, draft_title=title, slug=f"bench-{number}", url_path=f"{parent.url_path}bench-{number}/",
            path=Page._get_path(parent.path, parent.depth + 1, number), depth=parent.depth + 1, content_type=kind,
            locale=parent.locale, live=True, first_published_at=now, last_published_at=now, summary=title,
        )  # fmt: skip
        page.save_base(raw=False)
    Page.objects.filter(pk=parent.pk).update(numchild=first - 1 + len(titles))
