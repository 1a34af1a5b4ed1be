"""The page of who asks, the link of the mail, and the list of the loket."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.applying.forgetting import kept_until
from krachtwijken.accounts.applying.forms import ApplyForm, DecideForm
from krachtwijken.accounts.applying.rules import DECIDED_WITHIN, may_decide_applications
from krachtwijken.accounts.applying.selectors import (
    DECIDED,
    application_by_link,
    applications_visible_to,
    row_of,
    waiting_rows,
)
from krachtwijken.accounts.applying.services import (
    AccountThereError,
    ApplicationMovedError,
    ask_for_account,
    confirm_address,
    decline_application,
    give_account,
)
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import AccountApplication, ApplicationState
from krachtwijken.core import unsent
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots

READ_OR_POST = ["GET", "HEAD", "POST"]
APPLICATIONS, PER_HOUR = 5, 60 * 60
DECIDED_SHOWN = 20
# Fields of the decision that somebody writes in.
TYPED = ("reason", "gemeente_name")
ASKED = ("email", "name", "title", "why", "gemeente", "gemeente_name")
THANK_YOU = (
    "Dank u wel. U krijgt een mail met een link. Open die link, dan leest het loket uw aanvraag. "
    "Komt er niets aan? Kijk of uw mailadres klopt, en vraag het na een uur nog eens."
)
TOO_OFTEN = (
    "Vanaf deze plek kwamen het laatste uur al veel aanvragen. Probeer het over een uur nog eens. "
    "Wat u typte, staat hieronder nog."
)
THERE = "Er is intussen een account met dit mailadres. Wijs de aanvraag af, of vraag beheer om het account aan te passen."
TOO_LATE = "Over deze aanvraag is net al besloten."


@require_http_methods(READ_OR_POST)
def apply_for_account(request: HttpRequest) -> HttpResponse:
    """Answers the same whether the address is known or not."""
    form = ApplyForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        # Only what would be kept counts: who makes a mistake in a field does not use up the limit.
        if allow(scope="apply", who=visitor_of(request), limit=APPLICATIONS, seconds=PER_HOUR):
            # A program hears the same, and learns nothing.
            if not form.is_from_program:
                ask_for_account(**{name: form.cleaned_data[name] for name in ASKED})
            messages.success(request, THANK_YOU)
            return redirect("accounts:apply")
        form.add_error(None, TOO_OFTEN)
        status = 429
    context = {"form": form, "within": DECIDED_WITHIN}
    response = render(request, "accounts/applying/apply.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(PER_HOUR)
    return response


@hide_from_robots
@require_http_methods(READ_OR_POST)
def application_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. A button beside it: programs that look into mail open every link."""
    application = application_by_link(token)
    context = {"application": application, "within": DECIDED_WITHIN}
    if application is not None and request.method == "POST":
        try:
            confirm_address(application=application)
        except ApplicationMovedError:
            application = None
        else:
            return redirect("accounts:application_confirm", token)
    if application is None or application.state in DECIDED:
        return render(request, "accounts/applying/ended.html", status=404)
    context["is_confirmed"] = application.state == ApplicationState.WAITING
    return render(request, "accounts/applying/confirm.html", context)


@require_safe
@require(may_decide_applications)
def applications(request: HttpRequest) -> HttpResponse:
    decided = applications_visible_to(request.user).filter(state__in=DECIDED).order_by("-decided_at")
    context = {
        "rows": waiting_rows(request.user),
        "decided": decided[:DECIDED_SHOWN],
        "within": DECIDED_WITHIN,
    }
    return render(request, "accounts/applying/list.html", context)


@require_http_methods(READ_OR_POST)
@require(may_decide_applications)
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(applications_visible_to(request.user), pk=pk)
    if application.state in DECIDED:
        return _show_decided(request, application)
    row = row_of(application)
    form = DecideForm(unsent.data(request), application=application)
    if request.method == "POST" and form.is_valid() and _decided(request, application, form):
        return redirect("accounts:applications")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/applying/detail.html", {"row": row, "form": form}, status=status)


def _show_decided(request: HttpRequest, application: AccountApplication) -> HttpResponse:
    """What came of it; for who decides a second time with what was typed, to copy."""
    posted = request.POST if request.method == "POST" else None
    context = {
        "application": application, "kept_until": kept_until(application),
        "unsaved_why": TOO_LATE if posted is not None else "",
        "unsaved": [text for name in TYPED if posted and (text := posted.get(name, "").strip())],
    }  # fmt: skip
    status = 422 if posted is not None else 200
    return render(request, "accounts/applying/decided.html", context, status=status)


def _decided(request: HttpRequest, application: AccountApplication, form: DecideForm) -> bool:
    actor, data = user_of(request), form.cleaned_data
    try:
        if data["gives"]:
            give_account(
                application=application, actor=actor, gemeente=data["gemeente"],
                gemeente_name=data.get("gemeente_name", ""),
            )  # fmt: skip
            messages.success(request, "Het account is gemaakt. Deze persoon kreeg een mail.")
        else:
            decline_application(application=application, actor=actor, reason=data["reason"])
            messages.success(request, "De aanvraag is afgewezen. Deze persoon kreeg een mail met uw reden.")
    except ApplicationMovedError:
        form.add_error(None, TOO_LATE)
        return False
    except AccountThereError:
        form.add_error("gives", THERE)
        return False
    return True
