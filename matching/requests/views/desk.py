"""The loket for its own people: work list, request with advice, decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.audit import events_of
from krachtwijken.core.query_params import choice_param
from matching.advice.services import Problem, advice_for
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.forms.decision import DecisionForm
from matching.requests.rules import may_handle
from matching.requests.selectors import work_list
from matching.requests.services.steps import decide_request, take_request
from matching.requests.workflow import OPEN, WrongStepError
from search.api import find_for_problem
from search.types import Kind

PER_PAGE = 25


@require_safe
@require(may_handle)
def work(request: HttpRequest) -> HttpResponse:
    chosen = choice_param(request.GET, "stand", ["alles", *RequestStatus.values], default="open")
    requests = work_list(request.user)
    if chosen == "open":
        requests = requests.filter(status__in=OPEN)
    elif chosen != "alles":
        requests = requests.filter(status=chosen)
    context = {
        "page_obj": Paginator(requests, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "options": [("open", "Alles wat open staat"), ("alles", "Alles"), *RequestStatus.choices],
    }
    return render(request, "matching/work_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    form = DecisionForm(request.POST or None, request=shown)
    advice = advice_for(_problem(shown), viewer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, shown, form.cleaned_data, advice)
            messages.success(request, "Het besluit is bewaard. De gemeente krijgt bericht.")
        except WrongStepError as error:
            messages.error(request, str(error))
        return redirect("matching:request_detail", reference=reference)
    cases = find_for_problem(shown.problem, viewer=request.user, kinds=[Kind.CASE], limit=3)[Kind.CASE]
    context = {
        "request_": shown,
        "form": form,
        "may_decide": bool(form.fields["to"].choices),  # type: ignore[attr-defined] # a choice field
        "advice": advice,
        "cases": cases,
        "decisions": shown.decisions.all(),
        "events": events_of(shown),
    }
    return render(request, "matching/request_detail.html", context, status=422 if form.errors else 200)


def _problem(shown: SupportRequest) -> Problem:
    return Problem(f"request:{shown.pk}", f"{shown.problem} {shown.wanted}")


def _decide(
    request: HttpRequest, shown: SupportRequest, data: dict[str, Any], advice: dict[str, Any]
) -> None:
    kept = [
        {"key": item.candidate.key, "score": item.score, "parts": item.parts} for item in advice["people"]
    ]
    decide_request(
        request=shown,
        actor=user_of(request),
        to=RequestStatus(data["to"]),
        reason=data["reason"],
        alternative=data["alternative"],
        advice=kept,
    )


@require_POST
@require(may_handle)
def take(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    try:
        take_request(request=shown, actor=user_of(request))
        messages.success(request, "U bent nu eigenaar van dit verzoek.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect("matching:request_detail", reference=reference)
