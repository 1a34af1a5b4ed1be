"""What somebody of the pool was asked and does: the list, and a mission with its report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from expertpool.models import ExpertProfile
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_expert
from krachtwijken.core import unsent
from matching.engagements.enums import MissionState
from matching.engagements.forms import ReportForm
from matching.engagements.selectors import contacts_for_mission, own_invitations_of, own_missions_of
from matching.engagements.services.missions import reset_start, start_mission, submit_report
from matching.engagements.track import track_record_of
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.workflow import WrongStepError

# What a button of the page says -> what it does, and what is said then.
STEPS = {"start": start_mission, "terug": reset_start}
STEPPED = {
    "start": "De opdracht loopt. Het loket krijgt bericht.",
    "terug": "De opdracht is nog niet begonnen. Het loket krijgt bericht.",
}

REPORTED_ALREADY = "U leverde al een verslag in. Dat blijft staan."


@require_safe
@require(is_expert)
def own_invitations(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    rows, today = list(own_invitations_of(user)), timezone.localdate()
    waiting = [row for row in rows if row.may_be_answered(today=today)]
    missions = list(own_missions_of(user))
    profile = ExpertProfile.objects.filter(user=user).first()
    context = {
        "waiting": waiting,
        "missions": missions,
        "earlier": [row for row in rows if row not in waiting and not hasattr(row, "mission")],
        "track": track_record_of(profile.pk) if profile else None,
    }
    return render(request, "matching/engagements/own_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require(is_expert)
def own_mission(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    shown = get_object_or_404(own_missions_of(user), pk=pk)
    data = unsent.data(request)
    wanted = data.get("doe", "") if data is not None else ""
    step = STEPS.get(wanted)
    form = ReportForm(None if step else data)
    if request.method == "POST" and (step or form.is_valid()):
        try:
            if step:
                step(mission=shown, actor=user)
                messages.success(request, STEPPED[wanted])
            else:
                report = form.cleaned_data["report"]
                if submit_report(mission=shown, actor=user, report=report).report != report:
                    raise WrongStepError(REPORTED_ALREADY)
                messages.success(request, "Dank u. Uw verslag ligt bij het loket.")
            return redirect(shown)
        except WrongStepError as error:
            if step:
                messages.error(request, str(error))
                return redirect(shown)
            # A report that came too late can still be copied.
            form.add_error(None, f"{error} {NOT_KEPT}")
            shown = own_missions_of(user).get(pk=pk)
    context = {
        "mission": shown,
        "invitation": shown.invitation,
        "request_": shown.invitation.request,
        "form": form,
        "contacts": contacts_for_mission(user, shown),
        "may_start": shown.state == MissionState.PLANNED,
        "may_report": shown.state == MissionState.RUNNING,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/engagements/own_mission.html", context, status=status)
