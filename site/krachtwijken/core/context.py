"""What every template may count on."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from krachtwijken.core.programme.contact import programme_contact
from krachtwijken.core.site_menu import footer_entries

MENU = (
    ("/zoeken/", "Zoeken"),
    ("/antwoord/", "Antwoord op een probleem"),
    ("/kennis/", "Kennis"),
    ("/kennis/problemen/", "Problemen"),
    ("/kennis/regelingen/", "Regelingen"),
    ("/wijken/", "Wijken"),
    ("/kenniscentra/", "Kenniscentra"),
    ("/pool/", "Mensen"),
    ("/loket/", "Loket"),
)


@dataclass(frozen=True)
class MenuEntry:
    url: str
    title: str
    current: str


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": "Krachtwijken",
        "example_content": settings.EXAMPLE_CONTENT_ALLOWED,
        "main_menu": [MenuEntry(url, title, _current(url, request.path)) for url, title in MENU],
        # Asked for when a template shows it: mails and fragments have no footer.
        "footer_pages": SimpleLazyObject(footer_entries),
        "programme": SimpleLazyObject(programme_contact),
    }


def _current(url: str, path: str) -> str:
    """Of entries that hold the page, the nearest: the page of a problem lies below Kennis too."""
    if path == url:
        return "page"
    nearest = max((other for other, _ in MENU if path.startswith(other)), key=len, default="")
    return "true" if url == nearest else ""
