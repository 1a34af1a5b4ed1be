"""Example content of every app, in the order in which one leans on the other."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from expertpool.directory.examples import load_example_profiles
from knowledge.editorial.examples import load_examples as load_example_pages
from krachtwijken.accounts.services.examples import load_example_accounts
from krachtwijken.core.programme.contact import keep_example_contact
from matching.asides.examples import load_example_asides
from matching.engagements.examples import load_example_engagements
from matching.example_dossiers import load_example_dossiers
from matching.example_teams import load_example_teams
from matching.mail_in.examples import load_example_mails
from matching.parts.examples import load_example_parts
from matching.requests.examples import load_example_requests


class Command(BaseCommand):
    help = "Load example pages, accounts, profiles and requests, each marked as an example. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EXAMPLE_CONTENT_ALLOWED:
            raise CommandError("Example content is for development: EXAMPLE_CONTENT_ALLOWED is not set.")
        load_example_accounts()
        keep_example_contact()
        load_example_pages(progress=self.tell)
        load_example_profiles(progress=self.tell)
        load_example_requests(progress=self.tell)
        load_example_dossiers(progress=self.tell)
        load_example_engagements(progress=self.tell)
        load_example_mails(progress=self.tell)
        load_example_teams(progress=self.tell)
        load_example_parts(progress=self.tell)
        load_example_asides(progress=self.tell)

    def tell(self, line: str) -> None:
        self.stdout.write(f"      {line}")
        self.stdout.flush()
