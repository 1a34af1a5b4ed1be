"""The loket for its own people: a request with its advice, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.models import ProblemLabel
from matching.models import SupportRequest
from matching.requests.advised import advice_on, pages_on, problems_advised_on
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.forms.changed import NOT_KEPT, tell_overtaken
from matching.requests.forms.decision import DecisionForm
from matching.requests.rules import may_change_problems, may_handle, may_take
from matching.requests.selectors import work_list
from matching.requests.services.steps import decide_request, take_request
from matching.requests.turns import who_is_next, why_next, with_turn
from matching.requests.workflow import BarredStepError, WrongStepError
from search.types import Kind


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(with_turn.current()(work_list(request.user)), reference=reference)
    data = unsent.data(request)
    form = DecisionForm(data, request=shown)
    advice = advice_on(shown, viewer=request.user)
    if data is not None and not form.may_decide:
        tell_overtaken(form, shown, viewer=user_of(request))
    elif request.method == "POST" and form.is_valid() and _decide(request, shown, form, advice):
        return redirect("matching:request_detail", reference=reference)
    pages = pages_on(shown)
    context = {
        "request_": shown,
        "form": form,
        "next": who_is_next(shown),
        "why_next": why_next(shown),
        "may_take": may_take(request.user, shown),
        "may_decide": form.may_decide,
        "advice": advice,
        "about": ProblemLabel.objects.filter(code__in=problems_advised_on(shown)).order_by("code"),
        "may_correct": may_change_problems(request.user, shown),
        "cases": pages[Kind.CASE],
        "schemes": pages[Kind.SCHEME],
        "decisions": shown.decisions.all(),
    }
    return render(
        request, "matching/request_detail.html", context, status=422 if request.method == "POST" else 200
    )


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
    except BarredStepError as error:
        # Another kind was chosen meanwhile: another decision may still be taken.
        form.add_error("to", f"{error} {NOT_KEPT}")
        return False
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
