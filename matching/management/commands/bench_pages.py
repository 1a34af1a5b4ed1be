"""`manage.py bench_pages --cases N --profiles N --requests N --json`: time the pages on a scratch database."""

import json
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from knowledge.models import WijkPage
from krachtwijken.accounts.roles import Role
from krachtwijken.core import garbage
from krachtwijken.core.measuring import percentile, scratch_database, time_call
from krachtwijken.core.models import ProblemLabel
from matching.bench.rows import make_rows, user_of
from matching.bench.words import Words
from search.api import drawn_vectors

ROUNDS = 15
PROBLEM = "Jongeren hangen op straat, er is overlast en de wijkagent wisselt steeds. Ouders vinden geen hulp."


class Command(BaseCommand):
    help = "Make rows in a scratch database, ask for each page as the right role, print milliseconds and queries."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, default in (("--cases", 200), ("--profiles", 100), ("--requests", 100)):
            parser.add_argument(name, type=int, default=default)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        with (
            tempfile.TemporaryDirectory() as scratch,
            scratch_database(Path(scratch)),
            override_settings(
                KRACHTWIJKEN_VAR=Path(scratch), ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False
            ),
        ):
            for command in ("load_reference", "set_up_roles", "set_up_site"):
                call_command(command, verbosity=0, stdout=self.stderr)
            report = self.report(options)
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.show(report)

    def report(self, options: dict[str, Any]) -> dict[str, Any]:
        """In a database that was set up: fill it, tell how long that took, measure."""
        # What cases are about: vectors that are drawn from these come as near to a question as those of real texts.
        pool = [f"{label}." for label in ProblemLabel.objects.values_list("label", flat=True)]
        counts = {name: options[name] for name in ("cases", "profiles", "requests")}
        with drawn_vectors(pool) as has_model:
            rows = seconds(lambda: make_rows(Words(), **counts))
            index = seconds(lambda: call_command("rebuild_index", stdout=self.stderr))
            made = {**counts, "rows_s": rows, "index_s": index}
            return {"pages": measure(), "made": made, "model": has_model}

    def show(self, report: dict[str, Any]) -> None:
        for page in report["pages"]:
            self.stdout.write("{name:16} {p50_ms:8} {p95_ms:8} {first_ms:8} {queries:4}".format(**page))
        self.stdout.write(f"{report['made']}, model: {report['model']}")


def seconds(action: Callable[[], Any]) -> float:
    return round(time_call(action) / 1000, 1)


def measure() -> list[dict[str, Any]]:
    # As a web process does when it has started.
    garbage.settle()
    visitor, desk = Client(), Client()
    desk.force_login(user_of(Role.LOKET))
    answer = visitor.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    wijk = WijkPage.objects.filter(wijk__programme="krachtwijk40")[0].slug
    pages = [
        ("case_list", visitor, "/kennis/"),
        ("case_facets", visitor, "/kennis/?thema=wonen&thema=werken"),
        ("case_detail", visitor, "/kennis/bench-0/"),
        ("gap_map", visitor, "/kennis/bewijskaart/"),
        ("problem_map", visitor, "/kennis/bewijskaart/problemen/"),
        ("problem_page", visitor, f"/kennis/problemen/{ProblemLabel.objects.all()[0].pk}/"),
        ("problem_list", visitor, "/kennis/problemen/"),
        ("wijk_page", visitor, f"/wijken/{wijk}/"),
        ("pool_list", visitor, "/pool/"),
        ("pool_grid", visitor, "/pool/?niveau=bestuurlijk&thema=wonen"),
        ("pool_desk", desk, "/loket/profielen/?niveau=bestuurlijk&thema=wonen"),
        ("pool_needs", desk, "/pool/rooster/"),
        ("profile", visitor, "/pool/bench-0/"),
        ("work_list", desk, "/loket/werkvoorraad/"),
        ("request_detail", desk, "/loket/werkvoorraad/KW-2000-0000/"),
        ("figures", desk, "/loket/cijfers/?periode=alles"),
        ("search", visitor, "/zoeken/?q=jongeren+op+straat"),
        ("answer", visitor, answer),
    ]
    return [page_report(name, client, address) for name, client, address in pages]


def page_report(name: str, client: Client, address: str) -> dict[str, Any]:
    """`first_ms` is the first visit, of which caches remember something; the other figures are of the visits after it."""
    begun = time.perf_counter()
    status = client.get(address).status_code
    first = round((time.perf_counter() - begun) * 1000, 2)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        asked = len(queries)
    times = [time_call(lambda: client.get(address)) for _ in range(ROUNDS if status == 200 else 0)]
    return {
        "name": name,
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "queries": asked,
        "first_ms": first,
        "status": status,
    }
