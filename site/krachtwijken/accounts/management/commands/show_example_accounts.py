"""`manage.py show_example_accounts`: the accounts of development and their password."""

from typing import Any

from django.core.management.base import BaseCommand

from krachtwijken.accounts.services.example_password import example_password
from krachtwijken.accounts.services.examples import EXAMPLE_ACCOUNTS


class Command(BaseCommand):
    help = "Print the example accounts and their password (development only)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\nVoorbeeldaccounts:")
        for account in EXAMPLE_ACCOUNTS:
            self.stdout.write(f"  {account.email:32} {account.role.label}")
        self.stdout.write(f"  wachtwoord: {example_password()}")
