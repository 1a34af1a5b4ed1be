"""How much somebody may send: refused before it is read, so that it fills neither memory nor disk."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from krachtwijken.accounts.middleware import ADMIN_PREFIX
from krachtwijken.accounts.rules import (
    is_accountmanager,
    is_expert,
    is_gemeente,
    is_loket,
    may_enter_admin,
)
from krachtwijken.core.errors import body_too_large
from krachtwijken.core.providers import Provider

# Where a gemeente or an expert may send a document.
SHARING_PREFIX = "/kennis/delen/bestand/"
# Where files go along with a request: while asking, and in its thread, also by the link of a mail.
ASKING = "/loket/aanvraag/bijlagen/"
THREAD = re.compile(r"/loket/verzoek/[^/]+/gesprek/")
BY_LINK = re.compile(r"/gesprek/([^/]+)/")
# Whether this key opens a conversation now; the loket registers what knows.
opens_thread: Provider[Callable[[str], bool]] = Provider(lambda _key: False)
GetResponse = Callable[[HttpRequest], HttpResponse]


class BodyLimitMiddleware:
    """Stands before everything that reads the body: the guard against forged forms does, in `process_view`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.LARGEST_BODY and _length(request) > _limit(request):
            return body_too_large(request)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    """A body without a length is not read at all."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdecimal() else 0


def _limit(request: HttpRequest) -> int:
    """Documents come in through the content management, and with what somebody shares, of who may be there."""
    if request.path_info.startswith(ADMIN_PREFIX) and may_enter_admin(request.user):
        return int(settings.LARGEST_BODY_OF_EDITORS)
    if request.path_info.startswith(SHARING_PREFIX) and (
        is_gemeente(request.user) or is_expert(request.user)
    ):
        return int(settings.LARGEST_BODY_OF_SHARERS)
    if _sends_files(request):
        return int(settings.LARGEST_BODY_OF_SHARERS)
    return int(settings.LARGEST_BODY)


def _sends_files(request: HttpRequest) -> bool:
    """About a request: who asks, who talks about it, and who came by a key that is still good."""
    path, user = request.path_info, request.user
    if path == ASKING:
        return is_gemeente(user)
    if THREAD.fullmatch(path):
        return is_gemeente(user) or is_loket(user) or is_accountmanager(user)
    by_link = BY_LINK.fullmatch(path)
    return by_link is not None and opens_thread.current()(by_link[1])
