"""The log: what stands in the way, and what broke it. Loket, gemeente and members write in it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.models import AdoptionTeam, Blockade
from matching.requests.workflow import WrongStepError
from matching.teams.enums import BlockadeKind
from matching.teams.rules import may_log
from matching.teams.selectors import logged_in
from matching.teams.transitions import ensure_team_open, lock_team

BROKEN = "Deze blokkade is net doorbroken. Wat er staat, verandert niet meer."
TOO_EARLY = "Dat is voor de dag waarop de blokkade werd gezien."


@transaction.atomic
def note_blockade(
    *,
    team: AdoptionTeam,
    actor: User,
    text: str,
    held_by: str,
    kind: BlockadeKind,
    noted_on: date,
    token: str,
) -> Blockade:
    """Repeatable: the same token is one blockade."""
    fresh = _team_to_log_in(team, actor)
    known = Blockade.objects.filter(team=fresh, token=token).first()
    if known is not None:
        return known
    blockade = Blockade.objects.create(
        team=fresh, text=text, held_by=held_by, kind=kind, noted_on=noted_on, token=token, noted_by=actor
    )
    audit.record(actor=actor, action="matching.blockade", target=blockade, data={"kind": kind.value})
    return blockade


@transaction.atomic
def adjust_blockade(
    *,
    blockade: Blockade,
    actor: User,
    text: str,
    held_by: str,
    kind: BlockadeKind,
    noted_on: date,
    seen: str = "",
) -> None:
    """Repeatable. What the gemeente asked for gets its holder and kind here. `seen` is the mark of the form; raises
    ChangedMeanwhileError. What broke stays as it stands."""
    fresh = _team_to_log_in(blockade.team, actor)
    row = Blockade.objects.select_for_update().get(pk=blockade.pk, team=fresh)
    if row.broken_on is not None:
        raise WrongStepError(BROKEN)
    wanted = {"text": text, "held_by": held_by, "kind": kind.value, "noted_on": noted_on}
    refuse_stale(seen=seen, now=logged_in(row), wanted=wanted)
    row.text, row.held_by, row.kind, row.noted_on = text, held_by, kind, noted_on
    row.save(update_fields=["text", "held_by", "kind", "noted_on"])
    audit.record(actor=actor, action="matching.blockade_adjusted", target=row, data={"kind": kind.value})


@transaction.atomic
def record_breakthrough(*, blockade: Blockade, actor: User, broken_on: date, breakthrough: str) -> Blockade:
    """Repeatable. When it broke and by what; the first account of it stays."""
    fresh = _team_to_log_in(blockade.team, actor)
    row = Blockade.objects.select_for_update().get(pk=blockade.pk, team=fresh)
    if row.broken_on is not None:
        return row
    if broken_on < row.noted_on:
        raise WrongStepError(TOO_EARLY)
    row.broken_on, row.breakthrough = broken_on, breakthrough
    row.save(update_fields=["broken_on", "breakthrough"])
    audit.record(actor=actor, action="matching.breakthrough", target=row)
    return row


def _team_to_log_in(team: AdoptionTeam, actor: User) -> AdoptionTeam:
    fresh = lock_team(team.pk)
    if not may_log(actor, fresh):
        raise PermissionDenied
    ensure_team_open(fresh)
    return fresh
