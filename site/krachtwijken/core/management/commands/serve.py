"""`manage.py serve`: what `make run` ends with."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from krachtwijken.core.serving import serve


class Command(BaseCommand):
    help = (
        "Serve the site with gunicorn; on the embedded default the outbox is worked off in the same process."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.EXAMPLE_CONTENT_ALLOWED:
            # Named, not imported: core stands below accounts.
            call_command("show_example_accounts", stdout=self.stdout)
        self.stdout.write(
            f"\nKrachtwijken draait op http://{options['host']}:{options['port']}  (Ctrl-C stopt)\n"
        )
        self.stdout.flush()
        serve(host=options["host"], port=options["port"])
