"""The loket for its own people: work list, request with advice, decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.models import Gemeente
from krachtwijken.core.query_params import choice_param, choices_param
from matching.advice.services import Problem, advise
from matching.models import SupportRequest
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.forms.changed import tell_overtaken
from matching.requests.forms.decision import DecisionForm
from matching.requests.rules import may_handle, may_take
from matching.requests.selectors import work_list
from matching.requests.services.bulk import take_requests
from matching.requests.services.steps import decide_request, take_request
from matching.requests.work import WorkFilters, work_for
from matching.requests.work_rows import PARAMETERS, choices_of, rows_of
from matching.requests.workflow import WrongStepError
from search.api import find_for_problem
from search.types import Kind

PER_PAGE = 25


@require_safe
@require(may_handle)
def work(request: HttpRequest) -> HttpResponse:
    choices = choices_of(Gemeente.objects.exclude(requests=None))
    chosen = {
        name: choice_param(
            request.GET, PARAMETERS[name], [value for value, _ in options], default=options[0][0]
        )
        for name, (_, options) in choices.items()
    }
    filters = WorkFilters(**chosen)
    page = Paginator(work_for(user_of(request), filters), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page)
    context = {
        "page_obj": page,
        "rows": rows,
        "may_take": any(row.is_takable for row in rows),
        "filters": filters,
        "unknown": [
            label
            for name, (label, options) in choices.items()
            if (value := request.GET.get(PARAMETERS[name])) and value not in dict(options)
        ],
        "choices": [
            (PARAMETERS[name], label, options, chosen[name]) for name, (label, options) in choices.items()
        ],
    }
    return render(request, "matching/work_list.html", context)


@require_POST
@require(may_handle)
def take_chosen(request: HttpRequest) -> HttpResponse:
    """The boxes that were ticked in the list; back to the same list."""
    back = redirect(reverse("matching:work_list", query=request.GET))
    references = choices_param(request.POST, "verzoek", most=PER_PAGE)
    if not references:
        messages.info(request, "Kruis eerst aan welke verzoeken u overneemt.")
        return back
    taken, refused = take_requests(references=references, actor=user_of(request))
    if taken:
        words = "1 verzoek" if taken == 1 else f"{taken} verzoeken"
        messages.success(request, f"U bent nu eigenaar van {words}.")
    if refused:
        messages.error(
            request, f"Bij {refused} lukte het niet: een collega was eerder, of het verzoek is klaar."
        )
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    data = unsent.data(request)
    form = DecisionForm(data, request=shown)
    advice = advise(_problem(shown), viewer=request.user)
    if data is not None and not form.may_decide:
        tell_overtaken(form, shown, viewer=user_of(request))
    elif request.method == "POST" and form.is_valid() and _decide(request, shown, form, advice):
        return redirect("matching:request_detail", reference=reference)
    cases = find_for_problem(shown.problem, viewer=request.user, kinds=[Kind.CASE], limit=3)[Kind.CASE]
    context = {
        "request_": shown,
        "form": form,
        "may_take": may_take(request.user, shown),
        "may_decide": form.may_decide,
        "advice": advice,
        "cases": cases,
        "decisions": shown.decisions.all(),
    }
    return render(
        request, "matching/request_detail.html", context, status=422 if request.method == "POST" else 200
    )


def _problem(shown: SupportRequest) -> Problem:
    return Problem(f"request:{shown.pk}", f"{shown.problem} {shown.wanted}")


def _decide(request: HttpRequest, shown: SupportRequest, form: DecisionForm, advice: dict[str, Any]) -> bool:
    """False when a colleague decided between the page and the lock: then what was typed stays on the page."""
    kept = [
        {"key": item.candidate.key, "score": item.score, "parts": item.parts} for item in advice["people"]
    ]
    data = form.cleaned_data
    try:
        decide_request(
            request=shown,
            actor=user_of(request),
            to=RequestStatus(data["to"]),
            reason=data["reason"],
            alternative=data["alternative"],
            advice=kept,
            refusal=RefusalReason(data["refusal"] or RefusalReason.OTHER),
        )
    except WrongStepError:
        shown.refresh_from_db()
        form.may_decide = False
        tell_overtaken(form, shown, viewer=user_of(request))
        return False
    messages.success(request, "Het besluit is bewaard. De gemeente krijgt bericht.")
    return True


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
