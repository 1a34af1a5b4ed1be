"""A form of the content management that did not arrive whole: cut off, sent by a program, or of a page from before an update.

Wagtail takes it for granted that every field it drew comes back, and ends with an error of its own where one does not.
"""

from collections.abc import Callable
from traceback import walk_tb

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = structlog.get_logger(__name__)

ADMIN = "/admin/"
# What reading a field that is not there, or that is no number, or that names nothing, ends with.
STUMBLES = (AttributeError, LookupError, ObjectDoesNotExist, TypeError, ValueError)
LIBRARIES = ("wagtail.", "modelcluster.", "taggit.")


class OddFormMiddleware:
    """Such a form is a bad request with a page that says so. What was done before it stumbled is undone by then. It is
    logged as an error all the same, with the place: it may be a fault of the library."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.method != "POST" or not request.path_info.startswith(ADMIN):
            return None
        if not isinstance(exception, STUMBLES) or not (place := place_in_library(exception)):
            return None
        log.error("form_not_understood", error=type(exception).__name__, place=place)
        return render(request, "400_form.html", status=400)


def place_in_library(error: BaseException) -> str:
    """Module and line where it went wrong when that is a form of Wagtail; empty when it is our own code, or Django's by
    itself."""
    frames = [
        (str(frame.f_globals.get("__name__", "")), line) for frame, line in walk_tb(error.__traceback__)
    ]
    name, line = next((one for one in reversed(frames) if not one[0].startswith("django.")), ("", 0))
    return f"{name}:{line}" if name.startswith(LIBRARIES) else ""
