"""`manage.py bench_freshness --publishes 50 [--engine E] --json`: from publishing to being found."""

import json
import logging
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.test.utils import override_settings

from knowledge.models import CaseIndexPage, PracticePage
from krachtwijken.core.measuring import percentile, scratch_database
from krachtwijken.core.outbox import worker
from search import api
from search.backend import backend, reset_backend
from search.evaluation.scratch import ENGINES
from search.indexing.rebuild import rebuild_index

# Each look is a whole search, which takes time from the worker on the same machine.
LOOK_EVERY_SECONDS = 0.1
GIVE_UP_SECONDS = 30.0


class Command(BaseCommand):
    help = (
        "Publish pages one by one in a scratch database, with the worker of the site in a thread beside it, and measure "
        "how long it takes until a visitor finds each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--publishes", type=int, default=50)
        parser.add_argument("--engine", choices=ENGINES, default="embedded")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.disable(logging.WARNING)
        if options["engine"] == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("Zet ELASTICSEARCH_URL op het adres van de server.")
        with tempfile.TemporaryDirectory() as scratch, scratch_database(Path(scratch)):
            changes = {
                "KRACHTWIJKEN_VAR": Path(scratch),
                "SEARCH_ENGINE": options["engine"],
                "ELASTICSEARCH_INDEX": f"scratch-{uuid.uuid4().hex[:12]}",
            }
            try:
                with override_settings(**changes):
                    reset_backend()
                    times = self.measure(options["publishes"])
                    if options["engine"] == "elasticsearch":
                        backend().wanted_index.store.drop()  # type: ignore[attr-defined]
            finally:
                reset_backend()
        report = {
            "engine": options["engine"],
            "publishes": len(times),
            "p50_ms": percentile(times, 0.5),
            "p95_ms": percentile(times, 0.95),
            "max_ms": round(max(times), 2),
            "model": backend().embedder is not None,
        }
        self.stdout.write(
            json.dumps(report) if options["json"] else "\n".join(f"{k}: {v}" for k, v in report.items())
        )

    def measure(self, publishes: int) -> list[float]:
        for command in ("load_reference", "set_up_roles", "set_up_site"):
            call_command(command, verbosity=0, stdout=self.stderr)
        rebuild_index()
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, kwargs={"stopped": stop.is_set})
        thread.start()
        try:
            publish_and_find(0)
            return [publish_and_find(number) for number in range(1, publishes + 1)]
        finally:
            stop.set()
            thread.join()


def publish_and_find(number: int) -> float:
    """Milliseconds from the moment that the editor's page is saved for good until a visitor finds it."""
    word = f"zoekproef{uuid.uuid4().hex[:10]}"
    with transaction.atomic():
        page = PracticePage(
            title=f"Proef {number} {word}", slug=f"proef-{number}", summary="Een proef.", period_from=2020,
            problem_text="Bewoners kennen elkaar niet en gaan weinig naar buiten. " * 5, target_group="Bewoners",
            goal="Een prettige straat", results="Het ging beter. " * 10, what_did_not_work="Niet alles.",
        )  # fmt: skip
        CaseIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()
    begun = time.perf_counter()
    while time.perf_counter() - begun < GIVE_UP_SECONDS:
        hits = api.find(word, viewer=AnonymousUser(), limit=3).hits
        if any(hit.pk == page.pk for hit in hits):
            return (time.perf_counter() - begun) * 1000
        time.sleep(LOOK_EVERY_SECONDS)
    raise CommandError(f"Proef {number} was na {GIVE_UP_SECONDS:.0f} s niet te vinden.")
