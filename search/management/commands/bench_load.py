"""`manage.py bench_load --users 20 --seconds 60 --json`: many visitors searching at once, over HTTP, on a server of
its own with the settings and the content of this site."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from knowledge.models import CasePage
from krachtwijken.core.measuring import percentile
from krachtwijken.core.models import ProblemLabel
from search.evaluation.bench.load import Tally, Visitor, put_load
from search.evaluation.bench.server import Server, start_server
from search.features.answer.models import ProblemStatement
from search.features.answer.services import keep_statement

THINK = (1.0, 2.0)
SEARCHES, ANSWERS = 100, 20


class Command(BaseCommand):
    help = "Let USERS visitors search for SECONDS with time to read between two searches, then without; print what came."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--users", type=int, default=20)
        parser.add_argument("--seconds", type=float, default=60)
        parser.add_argument("--think", type=float, nargs=2, default=THINK, metavar=("FROM", "TO"))
        parser.add_argument("--url", default="", help="a site that runs on this machine already")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [f"/zoeken/?{urlencode({'q': query})}" for query in queries()]
        if not paths:
            raise CommandError("Er is geen inhoud om op te zoeken: manage.py prepare")
        place = nullcontext(Server(options["url"].rstrip("/"), None)) if options["url"] else start_server()
        with place as server:
            report = self.measure(server, paths, options)
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            for name, value in report.items():
                self.stdout.write(f"{name:22} {value}")

    def measure(self, server: Server, paths: list[str], options: dict[str, Any]) -> dict[str, Any]:
        with answers() as pages:
            alone = alone_on(server, [paths[place % len(paths)] for place in range(SEARCHES)])
            answered = alone_on(server, pages)
        memory = server.rss_mb()
        users, seconds = options["users"], options["seconds"]
        spent = server.cpu_ms()
        thinking = put_load(
            server.address, paths, users=users, seconds=seconds, think=tuple(options["think"])
        )
        spent = server.cpu_ms() - spent
        closed = put_load(server.address, paths, users=users, seconds=seconds, think=(0.0, 0.0), seed=2)
        return {
            "database": connection.vendor,
            "processes": len(memory) or None,
            "users": users,
            "seconds": seconds,
            "queries": len(paths),
            "think_s": list(options["think"]),
            **summary(thinking, seconds),
            "cpu_ms_per_request": round(spent / max(1, len(thinking.milliseconds)), 1) if spent else None,
            "closed_loop": summary(closed, seconds),
            "one_visitor": summary(alone, None),
            "answers": summary(answered, None),
            "rss_mb": round(max(memory), 1) if memory else None,
            "rss_after_load_mb": round(max(server.rss_mb(), default=0.0), 1) or None,
            "load_average": round(os.getloadavg()[0], 1),
            "cores": os.cpu_count(),
        }


def alone_on(server: Server, pages: Sequence[str]) -> Tally:
    """One visitor who asks for each of these, one after another."""
    visitor = Visitor(server.address)
    for page in pages:
        visitor.get(page)
    visitor.close()
    return visitor.tally


def queries() -> list[str]:
    """What people ask for: the titles of the cases that everybody may see, and the names of known problems."""
    titles = CasePage.objects.live().public().order_by("pk").values_list("title", flat=True)
    return [*titles, *ProblemLabel.objects.order_by("pk").values_list("label", flat=True)]


@contextmanager
def answers() -> Iterator[list[str]]:
    """Addresses of answer packages on the problems of real cases; gone afterwards."""
    problems = (
        CasePage.objects.live().public().order_by("pk").values_list("problem_text", flat=True)[:ANSWERS]
    )
    kept = [keep_statement(text=text) for text in problems]
    try:
        yield [f"/antwoord/{statement.token}/" for statement in kept]
    finally:
        ProblemStatement.objects.filter(pk__in=[statement.pk for statement in kept]).delete()


def summary(tally: Tally, seconds: float | None) -> dict[str, Any]:
    times = tally.milliseconds
    figures: dict[str, Any] = {"requests": len(times), "errors": sum(tally.wrong.values())}
    if tally.wrong:
        figures["wrong"] = dict(tally.wrong)
    if times:
        figures |= {f"p{part}_ms": round(percentile(times, part / 100), 1) for part in (50, 95, 99)}
        figures["max_ms"] = round(max(times), 1)
    if seconds:
        figures["per_second"] = round(len(times) / seconds, 1)
    return figures
