"""The loket for a gemeente: start, wizard, own requests."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts import rules
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import account_manager_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Wijk
from matching.enums import RequestKind, Urgency
from matching.forms import STEPS, TITLES
from matching.models import RequestDraft
from matching.selectors import requests_visible_to
from matching.services.requests import submit_request, withdraw_request
from matching.state import ALLOWED, WrongStepError
from search.answer.selectors import statement_for

NAMES = list(STEPS)


def follows_requests(viewer: Viewer) -> bool:
    return rules.is_gemeente(viewer) or rules.is_accountmanager(viewer)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    context = {"kinds": RequestKind.labels, "may_ask": rules.is_gemeente(request.user)}
    return render(request, "matching/start.html", context)


@require_safe
@require(rules.is_gemeente)
def new(request: HttpRequest) -> HttpResponse:
    """Start a request, or go on with the one that was being written; a package fills the problem in."""
    draft = _draft(user_of(request))
    statement = statement_for(request.GET.get("pakket", "")[:40])
    if statement is not None:
        draft.answers["problem"] = statement.text
        draft.save()
    return redirect("matching:step", name=NAMES[0])


def _draft(user: User) -> RequestDraft:
    return RequestDraft.objects.filter(user=user, submitted=None).first() or RequestDraft.objects.create(
        user=user
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require(rules.is_gemeente)
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the wizard. What was typed is kept at every step, also when it is not right yet."""
    if name not in STEPS:
        raise Http404
    user = user_of(request)
    draft = _draft(user)
    options: dict[str, Any] = {"user": user} if name == NAMES[0] else {}
    data = request.POST if request.method == "POST" else None
    form = STEPS[name](data, initial=draft.answers, **options)
    if request.method == "POST" and form.is_valid():
        draft.answers |= form.cleaned_data
        draft.save()
        return redirect(_after(name, request))
    titles = [(key, TITLES[key]) for key in NAMES]
    context = {"form": form, "here": name, "title": TITLES[name], "steps": titles}
    return render(request, "matching/step.html", context, status=422 if form.errors else 200)


def _after(name: str, request: HttpRequest) -> str:
    place = NAMES.index(name) + 1
    if request.POST.get("terug") == "controle" or place == len(NAMES):
        return "/loket/aanvraag/controle/"
    return f"/loket/aanvraag/{NAMES[place]}/"


@require_http_methods(["GET", "HEAD", "POST"])
@require(rules.is_gemeente)
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; submitting twice gives the same request."""
    user = user_of(request)
    draft = _draft(user)
    for name, form_type in STEPS.items():
        options: dict[str, Any] = {"user": user} if name == NAMES[0] else {}
        if not form_type(draft.answers, **options).is_valid():
            if request.method == "POST" and not draft.answers:
                # Sent a second time: the first made the request.
                return redirect("matching:own")
            return redirect("matching:step", name=name)
    wijk = Wijk.objects.select_related("gemeente").get(pk=draft.answers["wijk_id"])
    if request.method == "POST":
        draft.answers["gemeente_id"] = wijk.gemeente_id
        draft.save()
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
    found = get_object_or_404(requests_visible_to(request.user), reference=reference)
    context = {
        "request_": found,
        "decisions": found.decisions.all(),
        "events": events_of(found),
        "manager": account_manager_of(found.gemeente),
        "is_new": "nieuw" in request.GET,
        "may_withdraw": rules.is_gemeente(request.user) and "ingetrokken" in ALLOWED[found.status],  # type: ignore[index] # the status is one
    }
    return render(request, "matching/status.html", context)


@require_POST
@require(rules.is_gemeente)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(requests_visible_to(request.user), reference=reference)
    try:
        withdraw_request(request=found, actor=user_of(request))
        messages.success(request, "Uw verzoek is ingetrokken.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect(found)
