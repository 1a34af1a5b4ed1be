"""Giving consent again, and the yearly confirmation from a mailed link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from expertpool.consents.services import LinkEndedError, confirm_consent, give_consent, read_confirmation
from expertpool.consents.texts import CURRENT_TEXT, TEXTS
from expertpool.control.own import with_own_profile
from expertpool.models import ExpertProfile
from krachtwijken.accounts.decorators import user_of
from krachtwijken.core.robots import hide_from_robots

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
@with_own_profile
def give(request: HttpRequest, profile: ExpertProfile) -> HttpResponse:
    if request.method == "POST":
        give_consent(profile=profile, actor=user_of(request))
        messages.success(request, "Welkom terug. Uw profiel is weer te vinden zoals u dat koos.")
        return redirect("expertpool:own")
    return render(request, "expertpool/consent_give.html", {"profile": profile, "text": TEXTS[CURRENT_TEXT]})


@hide_from_robots
@require_http_methods(READ_OR_POST)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Asks for one press: programs that read mail open every link in it."""
    try:
        read_confirmation(key)
    except LinkEndedError:
        raise Http404 from None
    context: dict[str, Any] = {"text": TEXTS[CURRENT_TEXT], "state": "asks"}
    if request.method == "POST":
        try:
            context["state"], context["profile"] = "done", confirm_consent(key=key)
        except LinkEndedError:
            context["state"] = "ended"
    return render(request, "expertpool/consent_confirm.html", context)
