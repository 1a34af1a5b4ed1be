"""What may stand in a line of the log, whoever writes it: routes in place of addresses, numbers in place of texts.

An address holds what somebody looked for, the key of a new password, the token of a list or answer, the title of a
draft. Libraries put them in their lines; what passes here leaves them out.
"""

import logging

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from krachtwijken.core.log_values import LEFT_OUT

UNKNOWN_ROUTE = "unknown"
# Their messages tell of addresses and of titles. Ours are structured: named values, each chosen.
LIBRARIES = frozenset({"django", "wagtail", "allauth", "modelsearch", "gunicorn"})
INVALID_REQUEST = "Invalid request"


def route_of(request: HttpRequest) -> str:
    """The name of the address, or its pattern when it has none; never what was filled in."""
    match: ResolverMatch | None = getattr(request, "resolver_match", None)
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return UNKNOWN_ROUTE
    return match.view_name if match.url_name else match.route


class LibraryLines(logging.Filter):
    """Of a line of a library the fixed part stays, with numbers; a request is called by its route."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] not in LIBRARIES or not isinstance(record.msg, str):
            return True
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            _name_the_route(record, request)
        elif isinstance(record.args, tuple):
            record.args = tuple(arg if isinstance(arg, int | float) else LEFT_OUT for arg in record.args)
        if record.msg.startswith(INVALID_REQUEST):
            record.msg = INVALID_REQUEST
        return True


def _name_the_route(record: logging.LogRecord, request: HttpRequest) -> None:
    """Django ends these lines with the path; a refusal for forgery tells after a dash what the browser sent."""
    if isinstance(record.args, tuple) and record.args:
        *reasons, _path = record.args
        record.args = (*(str(reason).partition(" - ")[0] for reason in reasons), route_of(request))
    else:
        # A suspicious operation speaks for itself, and cites what was suspicious.
        record.msg = f"{record.name.rpartition('.')[2]}: {route_of(request)}"
