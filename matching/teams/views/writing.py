"""The forms of a team: one thing a page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError, VersionedForm
from matching.models import AdoptionTeam, Blockade
from matching.requests.forms.changed import NOT_KEPT, tell_change
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError
from matching.teams.enums import BlockadeKind, TeamRole, TeamState
from matching.teams.forms import BlockadeForm, BreakthroughForm, LessonsForm, MemberForm, TeamForm
from matching.teams.rules import may_end_team, may_log, may_run_team, works_on_teams
from matching.teams.selectors import logged_in, plan_of
from matching.teams.services.ending import adjust_lessons, end_team
from matching.teams.services.log import adjust_blockade, note_blockade, record_breakthrough
from matching.teams.services.making import add_team_member, adjust_team
from matching.teams.views.desk import shown_team

READ_OR_POST = ["GET", "HEAD", "POST"]
BROKEN = "Iemand anders schreef de doorbraak al op, en dat blijft staan:"


@require_http_methods(READ_OR_POST)
@require(may_handle)
def change_team(request: HttpRequest, reference: str) -> HttpResponse:
    team = shown_team(request.user, reference)
    _allow(may_run_team(request.user, team) and _is_written_to(request, team))
    form = TeamForm(unsent.data(request), initial=plan_of(team))
    form.show_version(plan_of(team))
    return _page(
        request, team, form, "Opdracht en data", "Bewaar",
        lambda data: adjust_team(
            team=team, actor=user_of(request), assignment=data["assignment"], starts_on=data["starts_on"],
            ends_on=data["ends_on"], seen=form.seen,
        ),
        stored=lambda: plan_of(AdoptionTeam.objects.get(pk=team.pk)),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(may_handle)
def seat_member(request: HttpRequest, reference: str) -> HttpResponse:
    team = shown_team(request.user, reference)
    _allow(may_run_team(request.user, team) and _is_written_to(request, team))
    form = MemberForm(unsent.data(request), team=team)
    return _page(
        request, team, form, "Nieuw lid van het team", "Zet in het team",
        lambda data: add_team_member(
            team=team, actor=user_of(request), role=TeamRole(data["role"]), function=data["function"],
            mission=form.missions.get(data["mission"]),
        ),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(works_on_teams)
def write_blockade(request: HttpRequest, reference: str) -> HttpResponse:
    team = shown_team(request.user, reference)
    _allow(may_log(request.user, team) and _is_written_to(request, team))
    form = BlockadeForm(unsent.data(request), initial={"noted_on": timezone.localdate()})
    return _page(
        request, team, form, "Nieuwe blokkade", "Zet in het logboek",
        lambda data: note_blockade(
            team=team, actor=user_of(request), token=data["token"], **_blockade_in(data)
        ),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(works_on_teams)
def change_blockade(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    team, row = _row_of(request, reference, pk)
    form = BlockadeForm(unsent.data(request), initial=logged_in(row))
    del form.fields["token"]
    form.show_version(logged_in(row))
    return _page(
        request, team, form, "Verander de blokkade", "Bewaar",
        lambda data: adjust_blockade(
            blockade=row, actor=user_of(request), seen=form.seen, **_blockade_in(data)
        ),
        stored=lambda: logged_in(Blockade.objects.get(pk=row.pk)),
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(works_on_teams)
def break_blockade(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    team, row = _row_of(request, reference, pk)
    form = BreakthroughForm(
        unsent.data(request), noted_on=row.noted_on, initial={"broken_on": timezone.localdate()}
    )

    def save(data: dict[str, Any]) -> None:
        kept = record_breakthrough(blockade=row, actor=user_of(request), **data)
        if (kept.broken_on, kept.breakthrough) != (data["broken_on"], data["breakthrough"]):
            raise WrongStepError(f"{BROKEN} “{kept.breakthrough}” {NOT_KEPT}")

    return _page(
        request, team, form, "Doorbraak", "Bewaar de doorbraak", save,
        about=f"{row.text} ({row.held_by})",
    )  # fmt: skip


@require_http_methods(READ_OR_POST)
@require(works_on_teams)
def write_lessons(request: HttpRequest, reference: str) -> HttpResponse:
    """Ends the team; once more it writes the lessons anew."""
    team = shown_team(request.user, reference)
    is_ended, actor = team.state == TeamState.ENDED, user_of(request)
    is_writable = team.state in {TeamState.RUNNING, TeamState.ENDED} or request.method == "POST"
    _allow(may_end_team(request.user, team) and is_writable)
    form = LessonsForm(unsent.data(request), initial={"lessons": team.lessons})
    form.show_version({"lessons": team.lessons})

    def save(data: dict[str, Any]) -> AdoptionTeam:
        if is_ended:
            return adjust_lessons(team=team, actor=actor, lessons=data["lessons"], seen=form.seen)
        return end_team(team=team, actor=actor, lessons=data["lessons"])

    about = (
        "Wie al akkoord gaf, moet dat opnieuw doen: de tekst is dan anders."
        if is_ended
        else "Hierna is het team klaar. Wij vragen de gemeente en de leden of iedereen dit mag lezen."
    )
    return _page(
        request, team, form, "De lessen", "Bewaar de lessen" if is_ended else "Rond het team af",
        save, about=about, stored=lambda: {"lessons": AdoptionTeam.objects.get(pk=team.pk).lessons},
    )  # fmt: skip


def _allow(holds: bool) -> None:
    if not holds:
        raise Http404


def _is_written_to(request: HttpRequest, team: AdoptionTeam) -> bool:
    """Of a team that is over only what somebody typed before that: the service says that it is too late."""
    return team.is_open or request.method == "POST"


def _blockade_in(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": data["text"], "held_by": data["held_by"], "kind": BlockadeKind(data["kind"]),
        "noted_on": data["noted_on"],
    }  # fmt: skip


def _row_of(request: HttpRequest, reference: str, pk: int) -> tuple[AdoptionTeam, Blockade]:
    team = shown_team(request.user, reference)
    _allow(may_log(request.user, team) and _is_written_to(request, team))
    rows = team.blockades.all() if request.method == "POST" else team.blockades.filter(broken_on=None)
    return team, get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest,
    team: AdoptionTeam,
    form: forms.Form,
    title: str,
    button: str,
    save: Callable[[dict[str, Any]], object],
    about: str = "",
    stored: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """What was typed stays on the page when it may not be saved; `stored` gives what stands there now."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
            messages.success(request, "Bewaard.")
            return redirect("matching:team", reference=team.request.reference)
        except WrongStepError as error:
            form.add_error(None, str(error))
        except ChangedMeanwhileError as error:
            assert isinstance(form, VersionedForm)  # noqa: S101 - only those are compared
            assert stored is not None  # noqa: S101
            tell_change(form, error, stored())
    context = {
        "team": team, "request_": team.request, "form": form, "title": title, "button": button, "about": about,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/teams/form.html", context, status=status)
