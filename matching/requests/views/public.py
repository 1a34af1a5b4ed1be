"""The loket for a gemeente: start, wizard, own requests."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import account_manager_of
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Wijk
from krachtwijken.core.query_params import text_param
from matching.requests.enums import RequestKind, Urgency
from matching.requests.forms.wizard import STEPS, TITLES
from matching.requests.rules import follows_requests, may_ask, may_withdraw
from matching.requests.selectors import open_draft, requests_visible_to
from matching.requests.services.drafts import keep_answers
from matching.requests.services.steps import withdraw_request
from matching.requests.services.submit import submit_request
from matching.requests.workflow import WrongStepError
from search.api import statement_for

NAMES = list(STEPS)
# The token of an answer package whose problem text is taken over; travels in the address until a page is sent.
PACKAGE = "pakket"


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {"kinds": RequestKind.labels, "may_ask": may_ask(request.user)}
    return render(request, "matching/start.html", context)


@require_safe
@require(may_ask)
def new(request: HttpRequest) -> HttpResponse:
    """Start a request, or go on with the one that was being written."""
    token = text_param(request.GET, PACKAGE)
    query = {PACKAGE: token} if token else None
    return redirect(reverse("matching:step", args=[NAMES[0]], query=query))


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the wizard. What was typed is kept at every step, also when it is not right yet."""
    if name not in STEPS:
        raise Http404
    user = user_of(request)
    statement = statement_for(text_param(request.GET, PACKAGE))
    problem = statement.text if statement else ""
    draft = open_draft(user)
    answers = {"problem": problem} | (draft.answers if draft else {})
    data = request.POST if request.method == "POST" else None
    form = STEPS[name](data, initial=answers, **_options(name, user))
    if request.method == "POST" and form.is_valid():
        keep_answers(actor=user, answers=form.cleaned_data, problem=problem)
        return redirect(_after(name, request))
    titles = [(key, TITLES[key]) for key in NAMES]
    context = {"form": form, "here": name, "title": TITLES[name], "steps": titles}
    return render(request, "matching/step.html", context, status=422 if form.errors else 200)


def _options(name: str, user: User) -> dict[str, Any]:
    return {"user": user} if name == NAMES[0] else {}


def _after(name: str, request: HttpRequest) -> str:
    place = NAMES.index(name) + 1
    if request.POST.get("terug") == "controle" or place == len(NAMES):
        return reverse("matching:check")
    return reverse("matching:step", args=[NAMES[place]])


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_ask)
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; submitting twice gives the same request."""
    user = user_of(request)
    draft = open_draft(user)
    if draft is None:
        # Sent a second time: the first made the request.
        return redirect("matching:own" if request.method == "POST" else "matching:new")
    for name, form_type in STEPS.items():
        if not form_type(draft.answers, **_options(name, user)).is_valid():
            return redirect("matching:step", name=name)
    wijk = Wijk.objects.select_related("gemeente").get(pk=draft.answers["wijk_id"])
    if request.method == "POST":
        draft = keep_answers(actor=user, answers={"gemeente_id": wijk.gemeente_id})
        made = submit_request(draft=draft, actor=user)
        return redirect(f"{made.get_absolute_url()}?nieuw=1")
    return render(request, "matching/check.html", {"rows": _summary(draft.answers, wijk)})


def _summary(answers: dict[str, Any], wijk: Wijk) -> list[tuple[str, str, str]]:
    """(question, answer, name of the step)."""
    return [
        ("Wijk", f"{wijk.name} ({wijk.gemeente.name})", "wijk"),
        ("Soort hulp", str(RequestKind(answers["kind"]).label), "soort"),
        ("Het probleem", answers["problem"], "probleem"),
        ("Al geprobeerd", answers.get("tried") or "Niet ingevuld", "geprobeerd"),
        ("Gewenst resultaat", answers["wanted"], "doel"),
        ("Haast", str(Urgency(answers["urgency"]).label), "doel"),
        ("Contact", answers["contact"], "contact"),
    ]


@require_safe
@require(follows_requests)
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "matching/own.html", {"requests": requests_visible_to(request.user)})


@require_safe
@require(follows_requests)
def status(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    context = {
        "request_": shown,
        "decisions": shown.decisions.all(),
        "events": events_of(shown),
        "manager": account_manager_of(shown.gemeente),
        "is_new": "nieuw" in request.GET,
        "may_withdraw": may_withdraw(request.user, shown),
    }
    return render(request, "matching/status.html", context)


@require_POST
@require(may_ask)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    try:
        withdraw_request(request=shown, actor=user_of(request))
        messages.success(request, "Uw verzoek is ingetrokken.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect(shown)
