"""`manage.py bench_pages --cases N --profiles N --requests N --json`: time the pages on a scratch database."""

import json
import logging
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from krachtwijken.accounts.roles import Role
from krachtwijken.core.measuring import percentile
from matching.bench.rows import Maker
from search.api import reset_backend

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
        real = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            with tempfile.TemporaryDirectory() as scratch:
                reset_backend()
                with override_settings(
                    KRACHTWIJKEN_VAR=Path(scratch), ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False
                ):
                    report = {"pages": self.measure(options)}
        finally:
            connection.creation.destroy_test_db(real, verbosity=0)
            reset_backend()
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            for page in report["pages"]:
                self.stdout.write(
                    f"{page['name']:16} {page['p50_ms']:8} {page['p95_ms']:8} {page['queries']:4}"
                )

    def measure(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        for command in ("load_reference", "set_up_roles", "set_up_site"):
            call_command(command, verbosity=0, stdout=self.stderr)
        maker = Maker()
        maker.cases(options["cases"])
        maker.profiles(options["profiles"])
        maker.requests(options["requests"])
        call_command("rebuild_index", stdout=self.stderr)
        visitor, desk = Client(), Client()
        desk.force_login(maker.user(Role.LOKET))
        answer = visitor.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
        pages = [
            ("case_list", visitor, "/kennis/"),
            ("case_facets", visitor, "/kennis/?thema=wonen&thema=werken"),
            ("case_detail", visitor, "/kennis/bench-0/"),
            ("pool_list", visitor, "/pool/"),
            ("pool_grid", visitor, "/pool/?niveau=bestuurlijk&thema=wonen"),
            ("profile", visitor, "/pool/bench-0/"),
            ("work_list", desk, "/loket/werkvoorraad/"),
            ("request_detail", desk, "/loket/werkvoorraad/KW-2000-0000/"),
            ("search", visitor, "/zoeken/?q=jongeren+op+straat"),
            ("answer", visitor, answer),
        ]
        return [timed(name, client, address) for name, client, address in pages]


def timed(name: str, client: Client, address: str) -> dict[str, Any]:
    status = client.get(address).status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    asked = len(queries)
    times = []
    for _ in range(ROUNDS if status == 200 else 0):
        begun = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
    return {
        "name": name,
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "queries": asked,
        "status": status,
    }
