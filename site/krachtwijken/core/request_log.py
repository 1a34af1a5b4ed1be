"""A line for the start and the end of every request: its route, and neither address nor browser."""

from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from django_structlog.signals import bind_extra_request_metadata

from krachtwijken.core.quiet_logs import route_of

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RouteLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        method = request.method if request.method in METHODS else "OTHER"
        return f"{method} {route_of(request)}"


@receiver(bind_extra_request_metadata, dispatch_uid="core.no_browser_in_the_log")
def leave_out_the_browser(log_kwargs: dict[str, Any], **_signal: Any) -> None:
    log_kwargs.pop("user_agent", None)
