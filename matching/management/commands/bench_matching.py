"""`manage.py bench_matching --experts N --requests M --json`: how long advice takes, with vectors that are stored."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.measuring import percentile
from search.api import time_advice


class Command(BaseCommand):
    help = "Advice for problems among made-up people with five pieces each, in an index that is thrown away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--experts", type=int, default=5000)
        parser.add_argument("--requests", type=int, default=50)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        times = time_advice(options["experts"], options["requests"])
        if not times:
            raise CommandError("Het taalmodel is er niet: doe eerst `manage.py prepare_model`.")
        report = {
            "experts": options["experts"], "requests": len(times),
            "advice_p50_ms": percentile(times, 0.5), "advice_p95_ms": percentile(times, 0.95),
        }  # fmt: skip
        self.stdout.write(json.dumps(report) if options["json"] else json.dumps(report, indent=1))
