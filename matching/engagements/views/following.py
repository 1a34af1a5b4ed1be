"""The loket looks at one invitation and at what came of it, and takes the next step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.core import unsent
from krachtwijken.core.audit import events_of
from matching.engagements.enums import InvitationState, MissionState
from matching.engagements.forms import StopForm
from matching.engagements.letters import link_of
from matching.engagements.models import Invitation, Mission
from matching.engagements.rules import has_closed_account, may_invite
from matching.engagements.selectors import desk_invitations
from matching.engagements.services.inviting import confirm_date
from matching.engagements.services.missions import end_mission, reset_start, start_mission, stop_mission
from matching.engagements.workflow import INVITABLE, MISSION_STEPS
from matching.requests.forms.changed import NOT_KEPT, tell_overtaken
from matching.requests.workflow import WrongStepError

# What a button of the page says -> what it does with a mission.
MISSION_BUTTONS: dict[str, Callable[..., Mission]] = {
    "start": start_mission, "terug": reset_start, "einde": end_mission,
}  # fmt: skip

STOPPED_ALREADY = "De opdracht was al afgebroken, met een andere reden."


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_invite)
def desk_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(desk_invitations(request.user), pk=pk)
    mission: Mission | None = getattr(shown, "mission", None)
    data = unsent.data(request)
    stopping = data is not None and data.get("doe") == "stop"
    form = StopForm(data if stopping else None)
    if request.method == "POST" and not (stopping and not form.is_valid()):
        try:
            _step(request, shown, mission, form)
            return redirect("matching:desk_invitation", pk=pk)
        except WrongStepError as error:
            if not stopping:
                messages.error(request, str(error))
                return redirect("matching:desk_invitation", pk=pk)
            # The reason that was typed stays on the page.
            shown = desk_invitations(request.user).get(pk=pk)
            mission = getattr(shown, "mission", None)
            _tell_why_late(form, shown, user_of(request), error)
    context = _context(shown, mission, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/engagements/desk_invitation.html", context, status=status)


def _tell_why_late(form: StopForm, shown: Invitation, viewer: User, error: WrongStepError) -> None:
    """Of a mission that ended with its request also who ended that."""
    if shown.request.status in INVITABLE:
        form.add_error(None, f"{error} {NOT_KEPT}")
    else:
        tell_overtaken(form, shown.request, viewer=viewer, why=str(error))


def _step(request: HttpRequest, shown: Invitation, mission: Mission | None, form: StopForm) -> None:
    wanted, actor = request.POST.get("doe", ""), user_of(request)
    if wanted == "datum":
        confirm_date(invitation=shown, actor=actor)
    elif mission is not None and wanted in MISSION_BUTTONS:
        MISSION_BUTTONS[wanted](mission=mission, actor=actor)
    elif mission is not None and wanted == "stop":
        reason = form.cleaned_data["reason"]
        if stop_mission(mission=mission, actor=actor, reason=reason).break_reason != reason:
            raise WrongStepError(STOPPED_ALREADY)
    else:
        return
    messages.success(request, f"Bewaard. {_who_hears(shown, is_stop=wanted == 'stop')}")


def _who_hears(shown: Invitation, *, is_stop: bool) -> str:
    profile = shown.profile
    has_account = profile is not None and profile.user is not None and profile.user.is_active
    if has_account:
        return (
            "De ander en de gemeente krijgen hier bericht van."
            if is_stop
            else "De ander krijgt hier bericht van."
        )
    told = "Deze persoon heeft geen account en krijgt geen bericht: bel of mail zelf."
    return f"{told} De gemeente krijgt wel bericht." if is_stop else told


def _context(shown: Invitation, mission: Mission | None, form: StopForm) -> dict[str, Any]:
    steps = MISSION_STEPS[MissionState(mission.state)] if mission is not None else frozenset()
    by_hand = shown.profile is not None and shown.profile.user_id is None
    answerable = shown.may_be_answered(today=timezone.localdate())
    return {
        "invitation": shown,
        "request_": shown.request,
        "mission": mission,
        "form": form,
        "events": events_of(shown),
        # Whoever has an account gets it by mail, and nobody else.
        "link": link_of(shown) if by_hand and answerable else "",
        "helper_closed": mission is not None and mission.is_open and has_closed_account(shown),
        "may_agree": shown.state == InvitationState.OTHER_DATE,
        "may_start": MissionState.RUNNING in steps,
        "may_reset": MissionState.PLANNED in steps,
        "may_end": MissionState.ENDED in steps,
        "may_stop": MissionState.BROKEN_OFF in steps,
    }
