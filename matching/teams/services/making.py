"""The loket makes a team, fills its four roles and lets it begin."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.engagements.models import Mission
from matching.engagements.transitions import lock_person_of
from matching.models import AdoptionTeam, Blockade, SupportRequest, TeamMember
from matching.requests.enums import RequestKind
from matching.requests.kinds.answers import read_day
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError
from matching.teams.enums import BlockadeKind, TeamRole, TeamState
from matching.teams.letters import tell_team, tell_team_member
from matching.teams.rules import may_make_team, may_run_team
from matching.teams.selectors import empty_roles, missions_to_seat, plan_of
from matching.teams.transitions import ensure_team_open, lock_team, move_team

NO_TEAM = "Bij dit verzoek kan geen adoptieteam beginnen."
NOT_FREE = "Deze persoon heeft geen opdracht bij dit verzoek, of zit al in het team."
UNKNOWN_HOLDER = "nog niet bekend"


@transaction.atomic
def make_team(*, request: SupportRequest, actor: User) -> AdoptionTeam:
    """Repeatable. Filled with what the gemeente asked for: the assignment, the end, and each blockade on a line."""
    fresh = lock_request(request)
    known = AdoptionTeam.objects.filter(request=fresh).first()
    if known is not None and may_run_team(actor, known):
        return known
    if not may_make_team(actor, fresh):
        if fresh.kind == RequestKind.ADOPTIETEAM and may_run_team(actor, AdoptionTeam(request=fresh)):
            raise WrongStepError(NO_TEAM)
        raise PermissionDenied
    asked = fresh.own_answers.get(RequestKind.ADOPTIETEAM, {})
    team = AdoptionTeam.objects.create(
        request=fresh, assignment=asked.get("opdracht") or fresh.wanted,
        ends_on=read_day(str(asked.get("einddatum") or "")),
    )  # fmt: skip
    lines = [line.strip() for line in str(asked.get("blokkades") or "").splitlines() if line.strip()]
    Blockade.objects.bulk_create(
        Blockade(
            team=team, text=line, held_by=UNKNOWN_HOLDER, kind=BlockadeKind.OTHER,
            noted_on=timezone.localdate(fresh.created_at), token=f"aanvraag-{number}", noted_by=None,
        )
        for number, line in enumerate(lines)
    )  # fmt: skip
    audit.record(actor=actor, action="matching.team_made", target=team)
    return team


@transaction.atomic
def adjust_team(
    *, team: AdoptionTeam, actor: User, assignment: str, starts_on: date | None, ends_on: date, seen: str = ""
) -> AdoptionTeam:
    """Repeatable. What the team is for, and from when until when. `seen` is the mark of the form; raises
    ChangedMeanwhileError."""
    fresh = _open_team_of(team, actor)
    wanted = {"assignment": assignment, "starts_on": starts_on, "ends_on": ends_on}
    if plan_of(fresh) == wanted:
        return fresh
    refuse_stale(seen=seen, now=plan_of(fresh), wanted=wanted)
    fresh.assignment, fresh.starts_on, fresh.ends_on = assignment, starts_on, ends_on
    fresh.save(update_fields=["assignment", "starts_on", "ends_on"])
    audit.record(actor=actor, action="matching.team_adjusted", target=fresh)
    return fresh


@transaction.atomic
def add_team_member(
    *, team: AdoptionTeam, actor: User, role: TeamRole, mission: Mission | None = None, function: str = ""
) -> TeamMember:
    """Repeatable. Somebody who accepted an invitation for this request, or a function without an account."""
    fresh = _open_team_of(team, actor)
    if mission is not None:
        lock_person_of(mission)
        same = TeamMember.objects.filter(team=fresh, mission=mission, role=role).first()
        free = missions_to_seat(fresh).filter(pk=mission.pk).first()
        if same is None and free is None:
            raise WrongStepError(NOT_FREE)
        function = free.invitation.whom if free else function
    else:
        same = TeamMember.objects.filter(team=fresh, role=role, function=function).first()
    if same is not None:
        return same
    row = TeamMember.objects.create(
        team=fresh, role=role, function=function, mission=mission, came_by_invitation=mission is not None
    )
    audit.record(actor=actor, action="matching.team_member", target=row, data={"role": role.value})
    if fresh.state == TeamState.RUNNING:
        tell_team_member(fresh, row, "team_started", "started")
    return row


@transaction.atomic
def remove_team_member(*, member: TeamMember, actor: User) -> None:
    """Repeatable. The mission of this person goes on: ending that is another step."""
    fresh = _open_team_of(member.team, actor)
    row = TeamMember.objects.filter(pk=member.pk, team=fresh).first()
    if row is None:
        return
    audit.record(actor=actor, action="matching.team_member_removed", target=row, data={"role": row.role})
    row.delete()


@transaction.atomic
def start_team(*, team: AdoptionTeam, actor: User) -> AdoptionTeam:
    """Repeatable. With all four roles filled and an end date; the gemeente and the members hear of it."""
    fresh = lock_team(team.pk)
    if not may_run_team(actor, fresh):
        raise PermissionDenied
    if fresh.state == TeamState.RUNNING:
        return fresh
    if missing := empty_roles(fresh):
        raise WrongStepError(
            f"Vul eerst deze rollen: {', '.join(role[:1].lower() + role[1:] for role in missing)}."
        )
    if fresh.ends_on is None:
        raise WrongStepError("Spreek eerst af wanneer het team klaar is.")
    fresh.starts_on = fresh.starts_on or timezone.localdate()
    move_team(fresh, TeamState.RUNNING, actor=actor, with_fields=["starts_on"])
    tell_team(fresh, "team_started", "started")
    return fresh


def _open_team_of(team: AdoptionTeam, actor: User) -> AdoptionTeam:
    fresh = lock_team(team.pk)
    if not may_run_team(actor, fresh):
        raise PermissionDenied
    ensure_team_open(fresh)
    return fresh
