"""Two at the same moment at an adoptieteam."""

from collections.abc import Callable
from typing import Any

import pytest

from expertpool.control.services import delete_profile
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.engagements.models import NOBODY_MORE
from matching.engagements.services.missions import stop_mission
from matching.models import AdoptionTeam
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from matching.teams.enums import BlockadeKind, TeamRole, TeamState
from matching.teams.selectors import is_public, plan_of
from matching.teams.services.agreeing import agree_to_public, record_agreement, withdraw_agreement
from matching.teams.services.ending import adjust_lessons, end_team, stop_team
from matching.teams.services.log import note_blockade, record_breakthrough
from matching.teams.services.making import (
    add_team_member,
    adjust_team,
    make_team,
    remove_team_member,
    start_team,
)
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation, make_mission
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
from tests.races import at_once, failures

Act = Callable[[], Any]


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


def fresh(team: AdoptionTeam) -> AdoptionTeam:
    return AdoptionTeam.objects.get(pk=team.pk)


def test_team_made_twice_at_once_is_one_with_each_blockade_once(asker: User, rounds: range) -> None:
    other = UserFactory(role="loket")
    for _ in rounds:
        request = make_team_request(asker)
        outcomes = at_once(
            *[
                lambda who=who, request=request: make_team(request=request, actor=who)
                for who in (request.owner, other)
            ]
        )
        assert not failures(outcomes)
        team = AdoptionTeam.objects.get(request=request)
        assert team.blockades.count() == 2


def test_one_seat_taken_twice_at_once_is_one(asker: User, rounds: range) -> None:
    for _ in rounds:
        team = make_forming(asker)
        mission = make_mission(make_invitation(request=team.request))
        desk = desk_of(team)
        outcomes = at_once(
            *[
                lambda team=team, desk=desk, mission=mission: add_team_member(
                    team=team, actor=desk, role=TeamRole.EXPERT, mission=mission
                )
            ]
            * 2,
            *[
                lambda team=team, desk=desk: add_team_member(
                    team=team, actor=desk, role=TeamRole.ALDERMAN, function="wethouder wonen"
                )
            ]
            * 2,
        )
        assert not failures(outcomes)
        assert team.members.count() == 2


def test_seat_of_a_mission_that_breaks_off_is_there_before_or_refused(asker: User, rounds: range) -> None:
    for _ in rounds:
        team = make_forming(asker)
        mission = make_mission(make_invitation(request=team.request))
        desk = desk_of(team)
        outcomes = at_once(
            lambda team=team, desk=desk, mission=mission: add_team_member(
                team=team, actor=desk, role=TeamRole.EXPERT, mission=mission
            ),
            lambda desk=desk, mission=mission: stop_mission(mission=mission, actor=desk, reason="Ziek."),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert team.members.count() == 1 - len(failures(outcomes))


def test_seat_of_a_profile_that_is_erased_keeps_no_word_of_it(asker: User, rounds: range) -> None:
    for _ in rounds:
        team = make_forming(asker)
        mission = make_mission(make_invitation(request=team.request))
        profile = ExpertProfile.objects.get(user=expert_of(mission.invitation))
        desk = desk_of(team)
        outcomes = at_once(
            lambda team=team, desk=desk, mission=mission: add_team_member(
                team=team, actor=desk, role=TeamRole.EXPERT, mission=mission
            ),
            lambda profile=profile: delete_profile(profile=profile, actor=profile.user),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert not ExpertProfile.objects.filter(pk=profile.pk).exists()
        assert set(team.members.values_list("function", flat=True)) <= {NOBODY_MORE}


def test_team_that_begins_while_a_seat_is_emptied_has_four_roles_or_does_not_begin(
    asker: User, rounds: range
) -> None:
    for _ in rounds:
        team = make_forming(asker)
        fill_team(team)
        desk, seat = desk_of(team), team.members.filter(role=TeamRole.ALDERMAN).get()
        outcomes = at_once(
            lambda team=team, desk=desk: start_team(team=team, actor=desk),
            lambda seat=seat, desk=desk: remove_team_member(member=seat, actor=desk),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        has_begun = not isinstance(outcomes[0], Exception)
        assert fresh(team).state == (TeamState.RUNNING if has_begun else TeamState.FORMING)


def test_two_who_set_the_plan_at_once_leave_one_and_the_other_hears_so(asker: User, rounds: range) -> None:
    other = UserFactory(role="loket")
    for _ in rounds:
        team = make_forming(asker)
        seen, words = mark_of_values(plan_of(team)), ("Het een.", "Het ander.")
        outcomes = at_once(
            *[
                lambda who=who, text=text, team=team, seen=seen: adjust_team(
                    team=team, actor=who, assignment=text, starts_on=None, ends_on=team.ends_on, seen=seen
                )
                for who, text in zip((desk_of(team), other), words, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedMeanwhileError]
        assert fresh(team).assignment == words[isinstance(outcomes[0], Exception)]


def test_two_who_end_it_at_once_leave_the_lessons_of_one(asker: User, rounds: range) -> None:
    for _ in rounds:
        team, _ = make_running_team(asker)
        outcomes = at_once(
            *[
                lambda who=who, text=text, team=team: end_team(team=team, actor=who, lessons=text)
                for who, text in ((asker, "Van ons."), (desk_of(team), "Van het loket."))
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        ended = events_of(team).filter(action="matching.team", data__to=TeamState.ENDED)
        assert ended.count() == 1


def test_end_while_the_request_is_withdrawn_is_one_of_the_two(asker: User, rounds: range) -> None:
    for _ in rounds:
        team, _ = make_running_team(asker)
        desk = desk_of(team)
        withdraw_request(request=team.request, actor=asker)
        outcomes = at_once(
            lambda team=team, desk=desk: end_team(team=team, actor=desk, lessons="Geleerd."),
            lambda team=team: stop_team(team=team),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        is_ended = not isinstance(outcomes[0], Exception)
        assert fresh(team).state == (TeamState.ENDED if is_ended else TeamState.STOPPED)


def agreeing(team: AdoptionTeam, actor: User) -> Act:
    seen = read(team)
    return lambda: agree_to_public(team=team, actor=actor, seen=seen)


def test_last_two_who_agree_at_once_make_it_public_and_one_mail_goes(asker: User, rounds: range) -> None:
    for _ in rounds:
        team, expert = make_ended_team(asker)
        for row in team.members.filter(mission=None):
            record_agreement(member=row, actor=desk_of(team), seen=read(team))
        outcomes = at_once(agreeing(team, asker), agreeing(team, expert))
        assert not failures(outcomes)
        assert is_public(fresh(team))
        told = MailMessage.objects.filter(key__contains=f"team:{team.pk}:public", to=asker.email)
        assert told.count() == 1


def test_yes_while_the_lessons_are_rewritten_never_counts_for_other_words(asker: User, rounds: range) -> None:
    for _ in rounds:
        team, _ = make_ended_team(asker)
        desk = desk_of(team)
        outcomes = at_once(
            agreeing(team, asker),
            lambda team=team, desk=desk: adjust_lessons(team=team, actor=desk, lessons="Heel iets anders."),
        )
        assert all(isinstance(one, ChangedMeanwhileError) for one in failures(outcomes))
        assert (fresh(team).lessons, fresh(team).agreed_at) == ("Heel iets anders.", None)


def test_yes_is_taken_back_while_another_says_it_and_nothing_is_public(asker: User, rounds: range) -> None:
    for _ in rounds:
        team = make_public_team(asker)
        expert = team.members.exclude(mission=None).get().mission.invitation.profile.user
        withdraw_agreement(team=team, actor=expert)
        outcomes = at_once(
            agreeing(team, expert), lambda team=team: withdraw_agreement(team=team, actor=asker)
        )
        assert not failures(outcomes)
        assert not is_public(fresh(team))


def test_two_breakthroughs_at_once_leave_the_first_and_one_blockade_sent_twice_is_one(
    asker: User, rounds: range
) -> None:
    for _ in rounds:
        team, expert = make_running_team(asker)
        row = team.blockades.all()[0]
        outcomes = at_once(
            *[
                lambda who=who, row=row: record_breakthrough(
                    blockade=row, actor=who, broken_on=row.noted_on, breakthrough=f"Door {who.pk}"
                )
                for who in (asker, expert)
            ],
            *[
                lambda team=team, row=row: note_blockade(
                    team=team, actor=asker, text="Wacht.", held_by="directeur", kind=BlockadeKind.MONEY,
                    noted_on=row.noted_on, token="een",
                )
            ]
            * 2,
        )  # fmt: skip
        assert not failures(outcomes)
        broken = events_of(row).filter(action="matching.breakthrough")
        assert broken.count() == 1
        assert team.blockades.filter(token="een").count() == 1
