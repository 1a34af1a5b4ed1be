"""The fixed pages of the site and the sections of centres: `manage.py set_up_site`."""

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.centres.services import set_up_every_section
from knowledge.editorial.site_tree import set_up_site


class Command(BaseCommand):
    help = "Make the home page, the lists and the standard pages where they are missing, and the sections of centres. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        home = set_up_site()
        set_up_every_section()
        self.stdout.write(f"Voorpagina staat klaar: {home.title}")
