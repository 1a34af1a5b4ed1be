"""Make the example accounts of development and print their password."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from krachtwijken.accounts.services.example_password import read_example_password
from krachtwijken.accounts.services.examples import EXAMPLE_ACCOUNTS, load_example_accounts


class Command(BaseCommand):
    help = "Maakt de voorbeeldaccounts (alleen voor ontwikkeling) en toont hun wachtwoord."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_example_accounts()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from refusal
        for account in EXAMPLE_ACCOUNTS:
            self.stdout.write(f"  {account.email:<30} {account.told}")
        self.stdout.write(f"Wachtwoord van alle voorbeeldaccounts: {read_example_password()}")
