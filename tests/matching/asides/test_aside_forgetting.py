"""What was said aside goes with the request's texts, or with the profile of who helps."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from expertpool.control.services import delete_profile
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from matching.asides.models import Aside, AsideLink, AsideMessage
from matching.asides.selectors import asides_shown
from matching.models import Invitation, SupportRequest
from matching.moving import move_work_of_profile
from matching.parts.models import PartQuestion
from matching.requests.enums import RequestStatus
from tests.factories.asides import KINDS, desk_of, make_about, say_aside
from tests.factories.engagements import expert_of, make_expert, make_invitation, make_mission
from tests.factories.parts import make_part
from tests.matching.test_erasure import rows_that_hold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WORD = "tureluurwoord"


def test_all_goes_five_years_after_the_request_ended() -> None:
    for kind in KINDS:
        about, desk, helper = make_about(kind)
        say_aside(about, desk, f"Een {WORD}.")
        say_aside(about, helper, f"Ook {WORD}.")
    SupportRequest.objects.update(
        status=RequestStatus.AFGEROND, status_since=timezone.now() - timedelta(days=5 * 365 - 1)
    )
    assert retention.RULES["matching.asides"]() == 0
    long_ago = timezone.now() - timedelta(days=5 * 365 + 1)
    SupportRequest.objects.update(status=RequestStatus.IN_UITVOERING, status_since=long_ago)
    assert retention.RULES["matching.asides"]() == 0, "it runs for long"
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    assert retention.RULES["matching.asides"]() > 0
    assert rows_that_hold(WORD) == []
    assert not Aside.objects.exists()


def test_erasure_of_an_expert_takes_what_was_said_with_them(site_tree: Any) -> None:
    mission = make_mission()
    invitation = mission.invitation
    part = make_part(invitation.request, whom=invitation.profile)
    for about in (invitation, part):
        say_aside(about, expert_of(invitation), f"Groet, {WORD}.")
        say_aside(about, desk_of(about), f"Dag {WORD}.")
    other = make_invitation(make_expert(), invitation.request)
    say_aside(other, desk_of(other), "Dit blijft.")
    profile = ExpertProfile.objects.get(pk=invitation.profile_id)
    delete_profile(profile=profile, actor=expert_of(invitation))
    assert rows_that_hold(WORD) == []
    assert list(AsideMessage.objects.values_list("text", flat=True)) == ["Dit blijft."]
    assert AsideLink.objects.count() == 1
    assert Invitation.objects.filter(pk=invitation.pk).exists(), "that somebody was asked stays"


def test_night_takes_what_a_profile_left_that_went_before() -> None:
    invitation = make_invitation()
    running = make_mission(make_invitation()).invitation
    part = make_part(running.request, whom=running.profile)
    for about in (invitation, part):
        say_aside(about, desk_of(about), WORD)
    Invitation.objects.update(profile=None)
    PartQuestion.objects.update(profile=None)
    assert retention.RULES["matching.asides"]() > 0
    assert retention.RULES["matching.asides"]() == 0
    assert rows_that_hold(WORD) == []


def test_account_of_an_editor_that_goes_leaves_the_word_of_the_centre() -> None:
    about, desk, member = make_about("centre")
    say_aside(about, member, "Ja, van vorig jaar.")
    User.objects.filter(pk=member.pk).delete()
    (row,) = asides_shown(desk, about)
    assert (row.message.author, row.message.side) == (None, "helpt")


def test_two_profiles_that_become_one_keep_the_thread() -> None:
    invitation = make_invitation()
    say_aside(invitation, desk_of(invitation), "Dit blijft.")
    loser, winner = ExpertProfile.objects.get(pk=invitation.profile_id), make_expert()
    move_work_of_profile(loser=loser, winner=winner)
    loser.delete()
    moved = Invitation.objects.get(pk=invitation.pk)
    assert [row.message.text for row in asides_shown(expert_of(moved), moved)] == ["Dit blijft."]
