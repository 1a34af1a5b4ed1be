"""The page of a team for its parties, and the buttons on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.query_params import whole_number
from krachtwijken.core.versions import FIELD, LONGEST_MARK, ChangedMeanwhileError
from matching.models import AdoptionTeam, TeamMember
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError
from matching.teams.presenter import team_context
from matching.teams.rules import may_have_team, works_on_teams
from matching.teams.selectors import request_for_team, team_at
from matching.teams.services.agreeing import (
    agree_to_public,
    record_agreement,
    withdraw_agreement,
    withdraw_agreement_of,
)
from matching.teams.services.making import make_team, remove_team_member, start_team


def shown_team(viewer: Viewer, reference: str) -> AdoptionTeam:
    team = team_at(viewer, reference)
    if team is None:
        raise Http404
    return team


@require_safe
@require(may_have_team)
def team_page(request: HttpRequest, reference: str) -> HttpResponse:
    team = shown_team(request.user, reference)
    return render(request, "matching/teams/team.html", team_context(team, user_of(request)))


@require_POST
@require(may_handle)
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """From the page of the request."""
    shown = request_for_team(request.user, reference)
    if shown is None:
        raise Http404
    try:
        make_team(request=shown, actor=user_of(request))
    except WrongStepError as error:
        messages.error(request, str(error))
        return redirect("matching:request_detail", reference=reference)
    return redirect("matching:team", reference=reference)


@require_POST
@require(works_on_teams)
def press(request: HttpRequest, reference: str) -> HttpResponse:
    """A button of the team page: what it does stands in `doe`, of whom in `lid`."""
    team, actor = shown_team(request.user, reference), user_of(request)
    wanted, seen = request.POST.get("doe", ""), request.POST.get(FIELD, "")[:LONGEST_MARK]
    back = redirect("matching:team", reference=reference)
    try:
        if wanted in OF_TEAM:
            OF_TEAM[wanted](team, actor, seen)
        elif wanted in OF_MEMBER:
            pk = whole_number(request.POST.get("lid", "")) or 0
            OF_MEMBER[wanted](get_object_or_404(team.members.all(), pk=pk), actor, seen)
        else:
            return back
    except ChangedMeanwhileError:
        messages.error(request, READ_AGAIN)
    except WrongStepError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[wanted])
    return back


READ_AGAIN = (
    "De tekst van het team is veranderd sinds u deze pagina opende. Uw akkoord is niet bewaard. Lees de tekst hieronder, en "
    "geef dan akkoord."
)
# Each gets the mark of the words that were read, too.
OF_TEAM: dict[str, Callable[[AdoptionTeam, User, str], object]] = {
    "begin": lambda team, actor, _: start_team(team=team, actor=actor),
    "akkoord": lambda team, actor, seen: agree_to_public(team=team, actor=actor, seen=seen),
    "niet-openbaar": lambda team, actor, _: withdraw_agreement(team=team, actor=actor),
}
OF_MEMBER: dict[str, Callable[[TeamMember, User, str], object]] = {
    "lid-weg": lambda member, actor, _: remove_team_member(member=member, actor=actor),
    "lid-akkoord": lambda member, actor, seen: record_agreement(member=member, actor=actor, seen=seen),
    "lid-niet-openbaar": lambda member, actor, _: withdraw_agreement_of(member=member, actor=actor),
}
DONE = {
    "begin": "Het team begint. De gemeente en de leden krijgen bericht.",
    "akkoord": "Uw akkoord is bewaard.",
    "niet-openbaar": "Uw akkoord is ingetrokken. Niemand anders leest dit nog.",
    "lid-weg": "Dit lid staat niet meer in het team.",
    "lid-akkoord": "Het akkoord van dit lid is bewaard.",
    "lid-niet-openbaar": "Het akkoord van dit lid is ingetrokken.",
}
