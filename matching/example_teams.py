"""Example teams and couplings, for development."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.example_clock import days_ago
from krachtwijken.core.models import Wijk
from krachtwijken.core.versions import mark_of_values
from matching.couplings.enums import CouplingKind
from matching.couplings.services import CouplingFacts, add_coupling, add_visit, record_visit
from matching.example_dossiers import cast_of, make_example_proposal
from matching.models import AdoptionTeam, Coupling, SupportRequest
from matching.requests.enums import RequestKind
from matching.requests.examples import find_example
from matching.teams.enums import BlockadeKind, TeamRole
from matching.teams.rules import may_make_team
from matching.teams.selectors import public_words
from matching.teams.services.agreeing import agree_to_public, record_agreement
from matching.teams.services.ending import end_team
from matching.teams.services.log import note_blockade, record_breakthrough
from matching.teams.services.making import add_team_member, adjust_team, make_team, start_team

DATA = Path(__file__).resolve().parent / "data"
# Days since the loket began to look for members of the other team.
FORMING = 50
PLANNED_BEFORE = 10


def load_example_teams(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there is an example team or coupling already."""
    if AdoptionTeam.objects.filter(request__is_example=True).exists():
        return 0
    desk = users_with_role(Role.LOKET).order_by("pk").first()
    assert isinstance(desk, User)  # noqa: S101 - the example accounts are loaded before
    row = yaml.safe_load((DATA / "example_teams.yaml").read_text(encoding="utf-8"))
    _play_team(row, desk)
    with days_ago(FORMING):
        for request in SupportRequest.objects.filter(is_example=True, kind=RequestKind.ADOPTIETEAM):
            if may_make_team(desk, request):
                make_team(request=request, actor=desk)
    for coupling in yaml.safe_load((DATA / "example_couplings.yaml").read_text(encoding="utf-8")):
        _play_coupling(coupling, desk)
    progress("example_teams.yaml: nieuw")
    return 1


@transaction.atomic
def _play_team(row: dict[str, Any], desk: User) -> None:
    today = timezone.localdate()
    request = find_example(wijk=row["request"]["wijk"], kind=row["request"]["kind"])
    cast = cast_of(request)
    make_example_proposal(request, cast, row["proposal"])
    with days_ago(row["made"]):
        team = make_team(request=request, actor=desk)
        team.blockades.all().delete()
        for role, function in row["members"].items():
            add_team_member(team=team, actor=desk, role=TeamRole(role), function=function)
    with days_ago(row["started"]):
        begin, end = timezone.localdate(), today - timedelta(days=row["ended"])
        adjust_team(team=team, actor=desk, assignment=team.assignment, starts_on=begin, ends_on=end)
        start_team(team=team, actor=desk)
    for number, blockade in enumerate(row["blockades"]):
        _play_blockade(team, blockade, f"voorbeeld-{number}", desk)
    with days_ago(row["ended"]):
        end_team(team=team, actor=desk, lessons=row["lessons"])
        team.refresh_from_db()
        seen = mark_of_values(public_words(team))
        for member in team.members.all():
            record_agreement(member=member, actor=desk, seen=seen)
        if cast.member is not None:
            agree_to_public(team=team, actor=cast.member, seen=seen)


def _play_blockade(team: AdoptionTeam, row: dict[str, Any], token: str, desk: User) -> None:
    with days_ago(row["days"]):
        made = note_blockade(
            team=team, actor=desk, text=row["text"], held_by=row["by"], kind=BlockadeKind(row["kind"]),
            noted_on=timezone.localdate(), token=token,
        )  # fmt: skip
    if "broken" in row:
        with days_ago(row["broken"]):
            record_breakthrough(
                blockade=made, actor=desk, broken_on=timezone.localdate(), breakthrough=row["how"]
            )


@transaction.atomic
def _play_coupling(row: dict[str, Any], desk: User) -> None:
    today = timezone.localdate()
    wijk = Wijk.objects.get(name=row["wijk"], programme="krachtwijk40")
    with days_ago(row["days"]):
        facts = CouplingFacts(
            CouplingKind(row["kind"]), row["function"], "", row["purpose"], timezone.localdate(), None
        )
        coupling = add_coupling(wijk=wijk, actor=desk, facts=facts, token=f"voorbeeld-{wijk.slug}")
        Coupling.objects.filter(pk=coupling.pk).update(is_example=True)
    for number, visit in enumerate(row["visits"]):
        day = today - timedelta(days=visit["days"])
        with days_ago(max(visit["days"], 0) + PLANNED_BEFORE):
            made = add_visit(coupling=coupling, actor=desk, planned_on=day, token=f"voorbeeld-{number}")
        if "report" in visit:
            with days_ago(visit["days"]):
                record_visit(visit=made, actor=desk, held_on=day, report=visit["report"])
