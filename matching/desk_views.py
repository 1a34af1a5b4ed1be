"""The loket for its own people: work list, request with advice, decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts import rules
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.audit import events_of
from matching.enums import RequestStatus
from matching.forms import DecisionForm
from matching.models import SupportRequest
from matching.selectors import work_list
from matching.services.advice import advice_for
from matching.services.requests import decide_request, take_request
from matching.state import OPEN, WrongStepError
from search.api import find_for_problem
from search.types import Kind

PER_PAGE = 25


@require_safe
@require(rules.is_loket)
def work(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("stand", "open")
    requests = work_list(request.user)
    if chosen in RequestStatus.values:
        requests = requests.filter(status=chosen)
    elif chosen != "alles":
        chosen, requests = "open", requests.filter(status__in=OPEN)
    context = {
        "page_obj": Paginator(requests, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "options": [("open", "Alles wat open staat"), ("alles", "Alles"), *RequestStatus.choices],
    }
    return render(request, "matching/work_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(rules.is_loket)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(work_list(request.user), reference=reference)
    form = DecisionForm(request.POST or None, request=found)
    advice = advice_for(found, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, found, form.cleaned_data, advice)
            messages.success(request, "Het besluit is bewaard. De gemeente krijgt bericht.")
        except WrongStepError as error:
            messages.error(request, str(error))
        return redirect("matching:request_detail", reference=reference)
    cases = find_for_problem(found.problem, viewer=request.user, kinds=[Kind.CASE], limit=3)[Kind.CASE]
    context = {
        "request_": found,
        "form": form,
        "may_decide": bool(form.fields["to"].choices),  # type: ignore[attr-defined] # a choice field
        "advice": advice,
        "cases": cases,
        "decisions": found.decisions.all(),
        "events": events_of(found),
    }
    return render(request, "matching/request_detail.html", context, status=422 if form.errors else 200)


def _decide(
    request: HttpRequest, found: SupportRequest, data: dict[str, Any], advice: dict[str, Any]
) -> None:
    kept = [
        {"key": item.candidate.key, "score": item.score, "parts": item.parts} for item in advice["people"]
    ]
    decide_request(
        request=found,
        actor=user_of(request),
        to=RequestStatus(data["to"]),
        reason=data["reason"],
        alternative=data["alternative"],
        advice=kept,
    )


@require_POST
@require(rules.is_loket)
def take(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(work_list(request.user), reference=reference)
    try:
        take_request(request=found, actor=user_of(request))
        messages.success(request, "U bent nu eigenaar van dit verzoek.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect("matching:request_detail", reference=reference)
