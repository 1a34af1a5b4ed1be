"""`manage.py fetch_mail`: takes in what lies in the box for answers. The worker does the same once a minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from krachtwijken.core.locks import LockHeldError, exclusive
from matching.mail_in.boxes import BoxError, is_configured
from matching.mail_in.services.fetching import FAILED, fetch_mail


class Command(BaseCommand):
    help = "Fetch mail from the Maildir or the IMAP box of the settings. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            raise CommandError("Set INBOUND_ADDRESS and INBOUND_MAILDIR or INBOUND_IMAP_HOST (.env.example).")
        try:
            with exclusive("fetch_mail"):
                counts = fetch_mail()
        except LockHeldError as error:
            raise CommandError("Mail is being fetched already.") from error
        except BoxError as error:
            raise CommandError(str(error)) from error
        told = ", ".join(f"{fate} {count}" for fate, count in sorted(counts.items()))
        self.stdout.write(told or "Er was geen nieuwe mail.")
        if counts[FAILED]:
            raise CommandError("Some mails could not be taken in; they stay in the box.")
