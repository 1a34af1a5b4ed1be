"""Headers that Django's own middleware does not set, and input that no view should see."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from krachtwijken.core.errors import bad_request

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
        if request.path_info.startswith(ADMIN):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined] # how django-csp is told
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class InputGuardMiddleware:
    """A NUL byte or broken UTF-8 in the address is a bad request: databases choke on both (bar S17)."""

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
        return self.get_response(request)
