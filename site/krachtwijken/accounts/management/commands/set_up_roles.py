"""Give every role its rights in the content management."""

from typing import Any

from django.core.management.base import BaseCommand

from krachtwijken.accounts.services.roles import set_up_roles


class Command(BaseCommand):
    help = "Geeft elke rol de rechten die erbij horen. Kan zo vaak als nodig."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_roles()
        self.stdout.write("De rollen hebben hun rechten.")
