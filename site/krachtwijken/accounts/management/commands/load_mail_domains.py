"""`manage.py load_mail_domains`: which mail domain is of which gemeente."""

from typing import Any

from django.core.management.base import BaseCommand

from krachtwijken.accounts.applying.domains import load_mail_domains


class Command(BaseCommand):
    help = "Laadt de maildomeinen van gemeenten die er nog geen hebben. Kan zo vaak als nodig."

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_mail_domains()
        if options["verbosity"]:
            self.stdout.write(f"      {count} maildomeinen")
