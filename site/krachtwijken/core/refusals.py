"""Who asked for what is not theirs gets a 403, and a line in the audit trail (bar S32)."""

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from krachtwijken.core.audit import record
from krachtwijken.core.log_values import told_error
from krachtwijken.core.other_account import offer_other_account
from krachtwijken.core.quiet_logs import route_of
from krachtwijken.core.ratelimit import allow, visitor_of

log = structlog.get_logger(__name__)

# Nobody fills the trail, which is kept for good.
NOTED_PER_HOUR = 60


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    note_refusal(request)
    return render(request, "403.html", offer_other_account(request), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that was open for long, or a form of another site."""
    note_refusal(request, action="access.forged")
    return render(request, "403_csrf.html", status=403)


def note_refusal(request: HttpRequest, action: str = "access.refused") -> None:
    """Outside the transaction of the page, which was rolled back. The visitor gets the answer whatever happens here."""
    user = getattr(request, "user", None)
    actor = user if user is not None and user.is_authenticated else None
    who = f"user:{actor.pk}" if actor else visitor_of(request)
    try:
        if allow(scope=action, who=who, limit=NOTED_PER_HOUR, seconds=3600):
            data = {"route": route_of(request), "method": request.method or ""}
            record(actor=actor, action=action, target=None, data=data)
    except DatabaseError as error:
        log.warning("refusal_not_noted", error=told_error(error))
