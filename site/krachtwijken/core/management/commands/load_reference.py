"""`manage.py load_reference`: themes, problems, wijken, organisations."""

from typing import Any

from django.core.management.base import BaseCommand

from krachtwijken.core.reference.loader import load_reference


class Command(BaseCommand):
    help = "Load the packaged reference data. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = load_reference()
        if options["verbosity"]:
            self.stdout.write("      " + ", ".join(f"{count} {name}" for name, count in counts.items()))
