"""Everything between an empty machine and a site that answers, in one process and in order."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

# (what the reader sees, command, options); commands are named, not imported: core stands below the apps.
STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("Database bijwerken", "migrate", {"verbosity": 0, "interactive": False}),
    ("Tabel voor de cache", "createcachetable", {"verbosity": 0}),
    ("Rechten in de database", "grant_site_rights", {}),
    ("Wijken, thema's, problemen en organisaties laden", "load_reference", {}),
    ("Maildomeinen van gemeenten laden", "load_mail_domains", {}),
    ("Rollen en rechten klaarzetten", "set_up_roles", {}),
    ("Vaste pagina's klaarzetten", "set_up_site", {}),
    ("Zoekwoorden laden", "load_words", {}),
    ("Taalmodel klaarzetten (alleen de eerste keer, ongeveer een minuut)", "prepare_model", {}),
    ("Voorbeelden laden", "load_examples", {}),
    ("Zoekindex bijwerken", "rebuild_index", {"if_needed": True}),
]


class Command(BaseCommand):
    help = "Migrate, load reference data and example content, prepare the model, index. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        for number, (title, command, command_options) in enumerate(STEPS, 1):
            if command == "load_examples" and not settings.EXAMPLE_CONTENT_ALLOWED:
                continue
            begun = time.monotonic()
            self.stdout.write(f"[{number}/{len(STEPS)}] {title} ...")
            self.stdout.flush()
            call_command(command, stdout=self.stdout, **command_options)
            self.stdout.write(f"      klaar in {time.monotonic() - begun:.1f} s")
        self.stdout.write(self.style.SUCCESS(f"Alles staat klaar ({time.monotonic() - started:.1f} s)"))
