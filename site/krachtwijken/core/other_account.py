"""For who opens an address of another account, such as that of a mail to a colleague: as whom one is logged in, and a way to log
in as somebody else and come back."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

# Below these stands what belongs to an account. What is not there and what is somebody else's get the same page.
OF_ACCOUNTS = ("/mijn/", "/loket/", "/organisatie/", "/kennis/delen/")


def offer_other_account(request: HttpRequest) -> dict[str, str]:
    """For the page that refuses; nothing for a visitor. It asks the address and who looks, never the database: so it cannot
    tell whether something is there."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "log_in_again": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    }


def is_of_an_account(request: HttpRequest) -> bool:
    return request.path.startswith(OF_ACCOUNTS)
