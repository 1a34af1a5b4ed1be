"""What the services of adoptieteams are tried with."""

from django.utils import timezone

from matching.models import SupportRequest
from matching.requests.services.steps import withdraw_request
from matching.teams.enums import BlockadeKind, TeamRole
from matching.teams.services.agreeing import (
    agree_to_public,
    record_agreement,
    withdraw_agreement,
    withdraw_agreement_of,
)
from matching.teams.services.ending import adjust_lessons, end_team, stop_team
from matching.teams.services.log import adjust_blockade, note_blockade, record_breakthrough
from matching.teams.services.making import (
    add_team_member,
    adjust_team,
    make_team,
    remove_team_member,
    start_team,
)
from matching.teams.services.tidying import forget_teams
from tests.factories.engagements import make_invitation, make_mission
from tests.factories.requests import make_asker
from tests.factories.teams import (
    desk_of,
    fill_team,
    make_ended_team,
    make_forming,
    make_public_team,
    make_running_team,
    make_team_request,
    read,
)
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries


@tries(make_team)
def team_of_a_request() -> Call:
    request = make_team_request()
    assert request.owner is not None
    owner = request.owner
    return lambda: make_team(request=request, actor=owner)


@tries(adjust_team)
def other_dates() -> Call:
    team = make_forming()
    return lambda: adjust_team(
        team=team, actor=desk_of(team), assignment="Anders.", starts_on=None, ends_on=timezone.localdate()
    )


@tries(add_team_member)
def member_of_a_running_team() -> Call:
    team, _ = make_running_team()
    mission = make_mission(make_invitation(request=team.request))
    return lambda: add_team_member(team=team, actor=desk_of(team), role=TeamRole.EXPERT, mission=mission)


@tries(remove_team_member)
def member_of_a_team() -> Call:
    team, _ = make_running_team()
    row = team.members.all()[0]
    return lambda: remove_team_member(member=row, actor=desk_of(team))


@tries(start_team)
def full_team() -> Call:
    team = make_forming()
    fill_team(team)
    return lambda: start_team(team=team, actor=desk_of(team))


@tries(note_blockade)
def blockade_of_a_member() -> Call:
    team, expert = make_running_team()
    return lambda: note_blockade(
        team=team, actor=expert, text="Wacht.", held_by="directeur", kind=BlockadeKind.MONEY,
        noted_on=timezone.localdate(), token="een",
    )  # fmt: skip


@tries(adjust_blockade)
def blockade_with_other_words() -> Call:
    team, expert = make_running_team()
    row = team.blockades.all()[0]
    return lambda: adjust_blockade(
        blockade=row, actor=expert, text="Wacht.", held_by="directeur", kind=BlockadeKind.MONEY,
        noted_on=timezone.localdate(),
    )  # fmt: skip


@tries(record_breakthrough)
def blockade_that_breaks() -> Call:
    team, expert = make_running_team()
    row = team.blockades.all()[0]
    return lambda: record_breakthrough(
        blockade=row, actor=expert, broken_on=timezone.localdate(), breakthrough="Samen aan tafel."
    )


@tries(end_team)
def team_at_work() -> Call:
    team, _ = make_running_team()
    return lambda: end_team(team=team, actor=desk_of(team), lessons="Geleerd.")


@tries(adjust_lessons)
def public_team_with_other_lessons() -> Call:
    team = make_public_team()
    return lambda: adjust_lessons(team=team, actor=desk_of(team), lessons="Anders geleerd.")


@tries(stop_team)
def team_of_a_withdrawn_request() -> Call:
    asker = make_asker()
    team = make_forming(asker)
    withdraw_request(request=team.request, actor=asker)
    return lambda: stop_team(team=team)


@tries(agree_to_public)
def first_yes_of_the_gemeente() -> Call:
    asker = make_asker()
    team, _ = make_ended_team(asker)
    seen = read(team)
    return lambda: agree_to_public(team=team, actor=asker, seen=seen)


@tries(agree_to_public)
def last_yes() -> Call:
    asker = make_asker()
    team = make_public_team(asker)
    withdraw_agreement(team=team, actor=asker)
    seen = read(team)
    return lambda: agree_to_public(team=team, actor=asker, seen=seen)


@tries(record_agreement)
def yes_of_a_function() -> Call:
    team, _ = make_ended_team()
    row = team.members.filter(mission=None)[0]
    seen = read(team)
    return lambda: record_agreement(member=row, actor=desk_of(team), seen=seen)


@tries(withdraw_agreement)
def gemeente_that_takes_it_back() -> Call:
    asker = make_asker()
    team = make_public_team(asker)
    return lambda: withdraw_agreement(team=team, actor=asker)


@tries(withdraw_agreement_of)
def function_that_takes_it_back() -> Call:
    team = make_public_team()
    row = team.members.filter(mission=None)[0]
    return lambda: withdraw_agreement_of(member=row, actor=desk_of(team))


@tries(forget_teams)
def old_team() -> Call:
    make_public_team()
    SupportRequest.objects.update(status="afgerond", status_since=timezone.now() - LONG_AGO)
    return forget_teams
