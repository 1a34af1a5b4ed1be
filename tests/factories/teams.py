"""Adoptieteams for tests, brought as far as asked by the services. Needs the reference data."""

from datetime import timedelta

from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.versions import mark_of_values
from matching.models import AdoptionTeam, SupportRequest
from matching.requests.services.steps import take_request
from matching.teams.enums import BlockadeKind, TeamRole
from matching.teams.selectors import public_words
from matching.teams.services.agreeing import agree_to_public, record_agreement
from matching.teams.services.ending import end_team
from matching.teams.services.log import note_blockade, record_breakthrough
from matching.teams.services.making import add_team_member, make_team, start_team
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission
from tests.factories.requests import make_asker, make_request

ASSIGNMENT = "Krijg de sloop en de bouw weer in beweging."
LESSONS = "Begin met wie het besluit neemt."
OWN = {
    "own_opdracht": ASSIGNMENT, "own_einddatum": "2099-06-01",
    "own_blokkades": "De vergunning wacht.\nNiemand betaalt het onderzoek.",
}  # fmt: skip


def read(team: AdoptionTeam) -> str:
    """The mark of the page as it is now."""
    return mark_of_values(public_words(AdoptionTeam.objects.get(pk=team.pk)))


def make_team_request(asker: User | None = None) -> SupportRequest:
    request = make_request(asker or make_asker(), kind="adoptieteam", **OWN)
    return take_request(request=request, actor=UserFactory(role="loket"))


def desk_of(team: AdoptionTeam) -> User:
    owner = team.request.owner
    assert owner is not None
    return owner


def make_forming(asker: User | None = None) -> AdoptionTeam:
    request = make_team_request(asker)
    assert request.owner is not None
    return make_team(request=request, actor=request.owner)


def fill_team(team: AdoptionTeam) -> User:
    """Three by function, and the expert by an invitation; gives the expert."""
    desk = desk_of(team)
    mission = make_mission(make_invitation(request=team.request))
    for role in (TeamRole.HEAVYWEIGHT, TeamRole.ALDERMAN, TeamRole.OFFICIAL):
        add_team_member(team=team, actor=desk, role=role, function=f"{role.label} van dienst")
    add_team_member(team=team, actor=desk, role=TeamRole.EXPERT, mission=mission)
    return expert_of(mission.invitation)


def make_running_team(asker: User | None = None) -> tuple[AdoptionTeam, User]:
    """The team, and the expert in it."""
    team = make_forming(asker)
    expert = fill_team(team)
    return start_team(team=team, actor=desk_of(team)), expert


def make_ended_team(asker: User | None = None) -> tuple[AdoptionTeam, User]:
    """With one blockade that broke."""
    team, expert = make_running_team(asker)
    today = timezone.localdate()
    row = note_blockade(
        team=team, actor=expert, text="De corporatie wacht op de gemeente.", held_by="directeur wonen",
        kind=BlockadeKind.DECISION, noted_on=today - timedelta(days=3), token="een",
    )  # fmt: skip
    record_breakthrough(
        blockade=row, actor=expert, broken_on=today, breakthrough="Zij zaten samen aan tafel."
    )
    return end_team(team=team, actor=desk_of(team), lessons=LESSONS), expert


def make_public_team(asker: User | None = None) -> AdoptionTeam:
    asked = asker or make_asker()
    team, expert = make_ended_team(asked)
    for row in team.members.filter(mission=None):
        record_agreement(member=row, actor=desk_of(team), seen=read(team))
    agree_to_public(team=team, actor=asked, seen=read(team))
    return agree_to_public(team=team, actor=expert, seen=read(team))
