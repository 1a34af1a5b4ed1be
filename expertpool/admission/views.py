"""Nominating, agreeing by a mailed link, and the list of who vets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.admission.forgetting import forgotten_on
from expertpool.admission.forms import AgreeForm, NominateForm, VetForm
from expertpool.admission.rules import free_side, has_tie, may_vet
from expertpool.admission.selectors import (
    count_awaiting_consent,
    decided_nominations,
    nomination_by_link,
    nominations_visible_to,
)
from expertpool.admission.services import (
    AccountInTheWayError,
    TiedError,
    agree_to_nomination,
    decline_nomination,
    nominate,
    vet_nomination,
)
from expertpool.admission.state import WrongStateError
from expertpool.consents.texts import CURRENT_TEXT, TEXTS
from expertpool.doubles.selectors import is_alike_somebody
from expertpool.importing.rules import reads_fates
from expertpool.models import NominatedBy, NominationState
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots

READ_OR_POST = ["GET", "HEAD", "POST"]
NOMINATIONS, PER_HOUR = 5, 60 * 60
DECIDED_SHOWN = 20
THANK_YOU = "Dank u wel. Wij vragen deze persoon per mail of die in de pool wil staan."
THANK_SELF = "Dank u wel. U krijgt een mail met een link. Daar vult u uw profiel in en geeft u toestemming."
TOO_OFTEN = (
    "Vanaf deze plek kwamen het laatste uur al veel voordrachten. Probeer het over een uur nog eens. "
    "Wat u typte, staat hieronder nog."
)
CLOSED = "Het account met dit adres is gesloten. Vraag beheer om het te openen, of wijs deze voordracht af."
HAS_PROFILE = "Wie bij dit adres hoort, heeft al een profiel in de pool. Wijs deze voordracht af."
DONE = "Over deze voordracht is al besloten. U hoeft niets meer te doen."
OUTCOMES = {
    NominationState.CONSENTED: "Bewaard. Nu oordeelt nog iemand anders.",
    NominationState.ADMITTED: "Bewaard. De uitkomst is: toegelaten. Deze persoon staat nu in de pool en krijgt bericht.",
    NominationState.REFUSED: "Bewaard. De uitkomst is: niet toegelaten, want een van u beiden zei nee. "
    "Deze persoon krijgt bericht, zonder de reden.",
}
TOO_LATE = "Dit is net al gebeurd, of iemand anders oordeelde eerder."


@require_http_methods(READ_OR_POST)
def nominate_person(request: HttpRequest) -> HttpResponse:
    return answer_nomination(request, "expertpool/nominate.html", {})


def answer_nomination(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form of a page on which a visitor nominates somebody."""
    form = NominateForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        # Only what would be kept counts: who makes a mistake in a field does not use up the limit.
        if allow(scope="nominate", who=visitor_of(request), limit=NOMINATIONS, seconds=PER_HOUR):
            # A program hears the same, and learns nothing.
            if not form.is_from_program:
                nominate(**{name: form.cleaned_data[name] for name in ("email", "title", "why", "by")})
            is_self = form.cleaned_data["by"] == NominatedBy.SELF
            messages.success(request, THANK_SELF if is_self else THANK_YOU)
            return redirect("expertpool:list")
        form.add_error(None, TOO_OFTEN)
        status = 429
    response = render(request, template, {**context, "form": form}, status=status)
    if status == 429:
        response["Retry-After"] = str(PER_HOUR)
    return response


@hide_from_robots
@require_http_methods(READ_OR_POST)
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: yes with a profile, or no and all is gone."""
    nomination = nomination_by_link(token)
    if nomination is None:
        return render(request, "expertpool/nomination_ended.html", status=404)
    start = {**nomination.prefill, "title": nomination.title, "visibility": "alleen_loket"}
    form = AgreeForm(request.POST or None, initial=start)
    try:
        if request.method == "POST" and "no" in request.POST:
            decline_nomination(nomination=nomination)
            return render(request, "expertpool/nomination_ended.html", {"declined": True})
        if request.method == "POST" and form.is_valid():
            agree_to_nomination(nomination=nomination, answers=form.cleaned_data)
            return render(request, "expertpool/nomination_ended.html", {"agreed": True})
    except WrongStateError:
        return render(request, "expertpool/nomination_ended.html", status=404)
    context = {
        "form": form,
        "text": TEXTS[CURRENT_TEXT],
        "is_self": nomination.by == NominatedBy.SELF,
        "organisation": nomination.organisation,
        "why": nomination.why,
        "is_filled_in": bool(nomination.prefill),
    }
    return render(request, "expertpool/agree.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@require(may_vet)
def vetting_list(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    rows = [
        (row, free_side(user, [one.side for one in row.vettings.all()]))
        for row in nominations_visible_to(user)
    ]
    context = {
        "rows": rows,
        "awaiting": count_awaiting_consent(),
        "decided": decided_nominations(user).order_by("-decided_at")[:DECIDED_SHOWN],
    }
    return render(request, "expertpool/vetting_list.html", context)


@require_http_methods(READ_OR_POST)
@require(may_vet)
def vet(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    nomination = nominations_visible_to(user).filter(pk=pk).first()
    if nomination is None:
        return _show_decided(request, pk)
    given = list(nomination.vettings.all())
    form = VetForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("agrees", "reason")}
        try:
            state = vet_nomination(nomination=nomination, actor=user, **answers).state
        except WrongStateError:
            form.add_error(None, TOO_LATE)
        except AccountInTheWayError as error:
            form.add_error(None, CLOSED if error.is_closed else HAS_PROFILE)
        except TiedError:
            form.add_error(None, "U werkt bij dezelfde organisatie. Laat een collega oordelen.")
        else:
            messages.success(request, OUTCOMES[NominationState(state)])
            return redirect("expertpool:vetting_list")
    own = [row for row in given if row.vetter_id == user.pk]
    spoken = bool(own)
    context = {
        "nomination": nomination, "profile": nomination.profile, "form": form, "own": own,
        # Whoever is second judges without the first: that somebody did is all that is told before both have.
        "others": [row for row in given if row not in own],
        "tied": has_tie(user, nomination),
        "is_alike": nomination.profile is not None and is_alike_somebody(nomination.profile),
        "decides_doubles": reads_fates(user),
        "side": None if spoken else free_side(user, [row.side for row in given]),
    }  # fmt: skip
    return render(request, "expertpool/vet.html", context, status=422 if request.method == "POST" else 200)


def _show_decided(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it, for as long as the nomination is kept; also for who sends a verdict from a tab that was left open:
    with what was typed, to copy."""
    user = user_of(request)
    nomination = get_object_or_404(decided_nominations(user), pk=pk)
    is_late = request.method == "POST"
    typed = request.POST.get("reason", "").strip()
    context = {
        "unsaved_why": DONE if is_late else "", "unsaved": [typed] if typed else [],
        "nomination": nomination, "admitted": nomination.state == NominationState.ADMITTED,
        "tied": has_tie(user, nomination), "kept_until": forgotten_on(nomination),
    }  # fmt: skip
    return render(request, "expertpool/vet_decided.html", context, status=422 if is_late else 200)
