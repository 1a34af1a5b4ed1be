"""`manage.py reset_second_factor ADDRESS`: somebody lost the phone and the recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.second_factor import reset_second_factor


class Command(BaseCommand):
    help = (
        "Verwijdert de tweede stap van een account en logt het overal uit. Controleer eerst wie het vraagt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Er is geen account met dit e-mailadres.")
        reset_second_factor(user=user, actor=None)
        self.stdout.write("De tweede stap is verwijderd. Bij de volgende keer inloggen komt er een nieuwe.")
