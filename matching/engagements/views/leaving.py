"""Who helps stops a mission: a page that asks first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_expert
from krachtwijken.core import unsent
from matching.engagements.enums import StopCode
from matching.engagements.forms import LeaveForm
from matching.engagements.models import Mission
from matching.engagements.selectors import own_missions_of
from matching.engagements.services.leaving import leave_mission
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.workflow import WrongStepError

LEFT_ALREADY = "U stopte al met deze opdracht. Wat u toen schreef, blijft staan."


@require_http_methods(["GET", "HEAD", "POST"])
@require(is_expert)
def stop_own_mission(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(own_missions_of(user_of(request)), pk=pk)
    if request.method != "POST" and not shown.is_open:
        return redirect(shown)
    form = LeaveForm(unsent.data(request))
    if request.method == "POST" and form.is_valid() and _leave(request, shown, form):
        return redirect(shown)
    context = {"mission": shown, "request_": shown.invitation.request, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/engagements/leave.html", context, status=status)


def _leave(request: HttpRequest, shown: Mission, form: LeaveForm) -> bool:
    """False when it was over already: then what was typed stays on the page."""
    code, words = StopCode(form.cleaned_data["code"]), form.cleaned_data["words"]
    try:
        left = leave_mission(mission=shown, actor=user_of(request), code=code, words=words)
        if (left.stop_code, left.break_reason) != (code, words):
            raise WrongStepError(LEFT_ALREADY)
    except WrongStepError as error:
        form.add_error(None, f"{error} {NOT_KEPT}")
        return False
    messages.success(request, "U bent gestopt met deze opdracht. Het loket en de gemeente krijgen bericht.")
    return True
