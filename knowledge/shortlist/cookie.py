"""The one cookie of a visitor who keeps a list: signed, unreadable for scripts, gone with the list."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from knowledge.shortlist.models import KEPT_FOR, Shortlist
from knowledge.shortlist.rules import Holder

SALT = "knowledge.shortlist"
SECONDS = int(KEPT_FOR.total_seconds())


def cookie_name() -> str:
    return "__Host-lijst" if settings.SESSION_COOKIE_SECURE else "lijst"


def holder_of(request: HttpRequest) -> Holder:
    """A cookie that was tampered with or is too old counts as none."""
    key = request.get_signed_cookie(cookie_name(), default="", salt=SALT, max_age=SECONDS)
    return Holder(viewer=request.user, key=key or "")


def hand_over(response: HttpResponseBase, shortlist: Shortlist) -> None:
    """Only for a list without an account; an account needs no cookie for it."""
    if shortlist.owner_id is None:
        response.set_signed_cookie(
            cookie_name(),
            shortlist.key,
            salt=SALT,
            max_age=SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def take_back(response: HttpResponseBase) -> None:
    response.delete_cookie(cookie_name(), samesite="Lax")
