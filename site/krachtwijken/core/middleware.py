"""Headers that Django's own middleware does not set, and input that no view should see."""

import contextlib
import ipaddress
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from krachtwijken.core.errors import bad_request
from krachtwijken.core.query_params import whole_number

GetResponse = Callable[[HttpRequest], HttpResponse]
ADMIN = "/admin/"
# Wagtail's own pages hold inline scripts and styles; the public site and the loket keep the strict policy.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "worker-src": [SELF, "blob:"],
}

# A page in preview stands in a frame of the admin; everything else stays as strict as on the site.
PREVIEW_POLICY = {"frame-ancestors": [SELF]}


# In bulk actions: every row of the list.
ALL_ROWS = "all"


def is_row_key(value: str) -> bool:
    return value == ALL_ROWS or whole_number(value) is not None


class VisitorAddressMiddleware:
    """Behind reverse proxies of our own (TRUSTED_PROXY_COUNT) every request seems to come from the proxy, and limits
    per address would hold for all visitors together. The address is taken from the part of X-Forwarded-For that our
    own proxies wrote; what a visitor wrote before it is never believed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        given = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if proxies and len(given) >= proxies:
            with contextlib.suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ipaddress.ip_address(given[-proxies].strip()))
        return self.get_response(request)


class ButtonOnlyMiddleware:
    """Who opens the address of a button, as a login that came in between does, gets a page that says so instead of nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        if not is_bare or request.method != "GET":
            return response
        page = render(request, "405.html", {"around": _address_around(request)}, status=response.status_code)
        page["Allow"] = response["Allow"]
        return page


def _address_around(request: HttpRequest) -> str:
    """Of the page on which the button stands: one step up, when there is a page."""
    above = request.path_info.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return ""
    return above


class SecurityHeadersMiddleware:
    """Pages of somebody who is logged in are never kept by a browser or proxy (bar S15)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if (
            user is not None
            and user.is_authenticated
            and not request.path_info.startswith(settings.STATIC_URL)
        ):
            response["Cache-Control"] = "no-store"
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Wagtail asks for a preview with a request of its own making, under the address of the page.
        is_preview = getattr(request, "is_preview", False)
        if is_preview or request.path_info.startswith(ADMIN):
            policy = PREVIEW_POLICY if is_preview else ADMIN_POLICY
            response._csp_replace = policy  # type: ignore[attr-defined] # how django-csp is told
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class InputGuardMiddleware:
    """A NUL byte or broken UTF-8 in the address is a bad request: databases choke on both (bar S17). So is, in the content
    management, the key of a row that is no number: Wagtail asks the database for it as it comes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raw = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if b"\x00" in raw or "\x00" in request.path_info:
            return bad_request(request)
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return bad_request(request)
        if request.path_info.startswith(ADMIN) and not all(map(is_row_key, request.GET.getlist("id"))):
            return bad_request(request)
        return self.get_response(request)


class ReadsWithoutTransactionMiddleware:
    """Opening a page takes no transaction; every other method keeps the one of `ATOMIC_REQUESTS`.

    A transaction on SQLite takes the lock for writing at once, so that two visitors who only read would wait for each
    other. What a page writes while it is opened goes through services, which have a transaction of their own.
    Must stand last: it calls the view. The login library keeps its transactions: it needs its errors to pass through
    the middleware above.
    """

    SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
    LOGIN = "/accounts/"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method in self.SAFE and not request.path_info.startswith(self.LOGIN):
            return view(request, *args, **kwargs)
        return None
