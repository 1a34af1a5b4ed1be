"""Whether everybody may read of a team: the gemeente and each member say so, and take that back at any time."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_unread
from matching.models import AdoptionTeam, TeamMember
from matching.requests.rules import works_for
from matching.requests.workflow import WrongStepError
from matching.teams.enums import TeamState
from matching.teams.letters import tell_that_team_is_public
from matching.teams.rules import is_member, may_run_team, own_rows
from matching.teams.selectors import is_public, public_words
from matching.teams.transitions import lock_team


@transaction.atomic
def agree_to_public(*, team: AdoptionTeam, actor: User, seen: str) -> AdoptionTeam:
    """Repeatable. For the gemeente, or for the own seat; an account that is both says it for both. `seen` is the mark of the
    words that were read; raises ChangedMeanwhileError when they are others now."""
    fresh = _team_of_party(team, actor)
    if fresh.state != TeamState.ENDED:
        raise WrongStepError("Dit kan pas als het team klaar is.")
    refuse_unread(seen=seen, now=public_words(fresh))
    if works_for(actor, fresh.request.gemeente) and fresh.agreed_at is None:
        fresh.agreed_at, fresh.agreed_by = timezone.now(), actor
        fresh.save(update_fields=["agreed_at", "agreed_by"])
        audit.record(actor=actor, action="matching.team_agreed", target=fresh, data={"side": "gemeente"})
    for row in own_rows(actor, fresh).filter(agreed_at=None):
        _agree(row, actor)
    _tell_when_public(fresh)
    return fresh


@transaction.atomic
def record_agreement(*, member: TeamMember, actor: User, seen: str) -> TeamMember:
    """Repeatable. The loket asked somebody who is in the team by function, without an account; who came by an invitation
    says it without help. `seen` is the mark of the words that were asked about; raises ChangedMeanwhileError."""
    fresh = lock_team(member.team_id)
    row = TeamMember.objects.select_for_update().get(pk=member.pk, team=fresh)
    if not may_run_team(actor, fresh) or _speaks_for_itself(row):
        raise PermissionDenied
    if fresh.state != TeamState.ENDED:
        raise WrongStepError("Dit kan pas als het team klaar is.")
    refuse_unread(seen=seen, now=public_words(fresh))
    if row.agreed_at is None:
        _agree(row, actor)
        _tell_when_public(fresh)
    return row


@transaction.atomic
def withdraw_agreement(*, team: AdoptionTeam, actor: User) -> AdoptionTeam:
    """Repeatable. Nobody reads it any more, from now on."""
    fresh = _team_of_party(team, actor)
    if works_for(actor, fresh.request.gemeente) and fresh.agreed_at is not None:
        fresh.agreed_at, fresh.agreed_by = None, None
        fresh.save(update_fields=["agreed_at", "agreed_by"])
        audit.record(actor=actor, action="matching.team_withdrawn", target=fresh, data={"side": "gemeente"})
    for row in own_rows(actor, fresh).exclude(agreed_at=None):
        row.agreed_at, row.agreed_by = None, None
        row.save(update_fields=["agreed_at", "agreed_by"])
        audit.record(actor=actor, action="matching.team_withdrawn", target=fresh, data={"side": "member"})
    return fresh


@transaction.atomic
def withdraw_agreement_of(*, member: TeamMember, actor: User) -> TeamMember:
    """Repeatable. The loket, for somebody without an account who wants it gone."""
    fresh = lock_team(member.team_id)
    row = TeamMember.objects.select_for_update().get(pk=member.pk, team=fresh)
    if not may_run_team(actor, fresh) or _speaks_for_itself(row):
        raise PermissionDenied
    if row.agreed_at is not None:
        row.agreed_at, row.agreed_by = None, None
        row.save(update_fields=["agreed_at", "agreed_by"])
        audit.record(actor=actor, action="matching.team_withdrawn", target=fresh, data={"side": "desk"})
    return row


def _speaks_for_itself(row: TeamMember) -> bool:
    """Came by an invitation and has an account. Without one, or once the profile is gone, only the loket can."""
    profile = row.mission.invitation.profile if row.mission else None
    return profile is not None and profile.user_id is not None


def _team_of_party(team: AdoptionTeam, actor: User) -> AdoptionTeam:
    fresh = lock_team(team.pk)
    if not (works_for(actor, fresh.request.gemeente) or is_member(actor, fresh)):
        raise PermissionDenied
    return fresh


def _agree(row: TeamMember, actor: User) -> None:
    row.agreed_at, row.agreed_by = timezone.now(), actor
    row.save(update_fields=["agreed_at", "agreed_by"])
    audit.record(actor=actor, action="matching.team_agreed", target=row.team, data={"side": "member"})


def _tell_when_public(fresh: AdoptionTeam) -> None:
    if is_public(fresh):
        tell_that_team_is_public(fresh, f"public:{timezone.now():%Y%m%d}")
