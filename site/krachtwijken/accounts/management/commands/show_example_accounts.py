"""`manage.py show_example_accounts`: the accounts of development and their password."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from krachtwijken.accounts.services.example_password import read_example_password
from krachtwijken.accounts.services.examples import EXAMPLE_ACCOUNTS


class Command(BaseCommand):
    help = "Print the example accounts and their password (development only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EXAMPLE_CONTENT_ALLOWED:
            raise CommandError("Example accounts are for development only.")
        self.stdout.write("\nVoorbeeldaccounts:")
        for account in EXAMPLE_ACCOUNTS:
            self.stdout.write(f"  {account.email:32} {account.told}")
        self.stdout.write(f"  wachtwoord: {read_example_password()}")
