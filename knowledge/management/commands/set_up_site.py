"""The fixed pages of the site: `manage.py set_up_site`."""

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.editorial.site_tree import set_up_site


class Command(BaseCommand):
    help = "Make the home page, the lists and the standard pages where they are missing. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        home = set_up_site()
        self.stdout.write(f"Voorpagina staat klaar: {home.title}")
