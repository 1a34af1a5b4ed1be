"""What every page may show of it, read once a minute."""

from dataclasses import dataclass

from django.core.cache import cache

from krachtwijken.core.programme.models import CACHE_KEY, ProgrammeContact

SECONDS = 60


@dataclass(frozen=True)
class ShownContact:
    name: str = ""
    mail: str = ""
    phone: str = ""
    privacy_mail: str = ""

    @property
    def is_complete(self) -> bool:
        """Enough to reach somebody who is named."""
        return bool(self.name and self.mail)

    @property
    def dialled(self) -> str:
        return "".join(letter for letter in self.phone if letter.isdigit() or letter == "+")


def programme_contact() -> ShownContact:
    shown: ShownContact | None = cache.get(CACHE_KEY)
    if shown is None:
        row = ProgrammeContact.objects.first() or ProgrammeContact()
        shown = ShownContact(row.name, row.mail, row.phone, row.privacy_mail or row.mail)
        cache.set(CACHE_KEY, shown, SECONDS)
    return shown


def keep_example_contact() -> None:
    """Repeatable: what somebody filled in stays. The domain is one that no mail reaches."""
    if not ProgrammeContact.objects.exclude(name="", mail="").exists():
        row = ProgrammeContact.objects.first() or ProgrammeContact()
        row.name, row.mail, row.phone = (
            "Programma Krachtwijken (voorbeeld)",
            "contact@krachtwijken.example",
            "070 555 01 00",
        )
        row.save()
