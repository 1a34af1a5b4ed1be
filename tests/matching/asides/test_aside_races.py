"""Two at the same moment in a thread with who helps."""

from functools import partial

import pytest

from expertpool.control.services import delete_profile
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from matching.asides.models import Aside, AsideLink, AsideMessage
from matching.asides.services.forgetting import forget_asides
from matching.asides.services.writing import mark_aside_read
from matching.engagements.services.inviting import withdraw_invitation
from matching.parts.services.asking import withdraw_part
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.asides import desk_of, say_aside
from tests.factories.engagements import expert_of, make_expert, make_invitation, make_taken_request
from tests.factories.parts import make_member, make_part
from tests.factories.requests import make_asker
from tests.races import at_once, failures


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


def test_first_word_of_both_sides_at_once_is_one_thread(asker: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(make_expert(), make_taken_request(asker=asker))
        outcomes = at_once(
            partial(say_aside, invitation, desk_of(invitation), "Komt u?"),
            partial(say_aside, invitation, expert_of(invitation), "Mag ik komen?"),
        )
        assert not failures(outcomes)
        assert Aside.objects.get(invitation=invitation).messages.count() == 2


def test_one_word_sent_twice_at_once_is_one(asker: User, rounds: range) -> None:
    for number in rounds:
        invitation = make_invitation(make_expert(), make_taken_request(asker=asker))
        outcomes = at_once(*[partial(say_aside, invitation, desk_of(invitation))] * 2)
        assert not failures(outcomes)
        assert AsideMessage.objects.count() == number + 1
        assert AsideLink.objects.count() == number + 1


def test_word_while_the_invitation_is_taken_back_is_there_or_refused(asker: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(make_expert(), make_taken_request(asker=asker))
        outcomes = at_once(
            partial(say_aside, invitation, expert_of(invitation)),
            partial(withdraw_invitation, invitation=invitation, actor=desk_of(invitation)),
        )
        assert [type(one) for one in failures(outcomes)] in ([], [WrongStepError])
        said = AsideMessage.objects.filter(aside__invitation=invitation).count()
        assert said == 1 - len(failures(outcomes))


def test_word_while_the_request_is_withdrawn_or_the_part_taken_back_is_there_or_refused(
    asker: User, rounds: range
) -> None:
    make_member()
    for number in rounds:
        part = make_part(make_taken_request(asker=asker))
        desk = desk_of(part)
        end = (
            partial(withdraw_request, request=part.request, actor=asker) if number % 2
            else partial(withdraw_part, part=part, actor=desk)
        )  # fmt: skip
        outcomes = at_once(partial(say_aside, part, desk), end)
        assert [type(one) for one in failures(outcomes)] in ([], [WrongStepError])
        assert AsideMessage.objects.filter(aside__part=part).count() == 1 - len(failures(outcomes))


def test_reading_in_two_windows_leaves_the_furthest_mark(asker: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(make_expert(), make_taken_request(asker=asker))
        desk, expert = desk_of(invitation), expert_of(invitation)
        sent = [say_aside(invitation, expert, str(number)) for number in range(2)]
        outcomes = at_once(
            *[partial(mark_aside_read, about=invitation, actor=desk, last=one.pk) for one in sent]
        )
        assert not failures(outcomes)
        assert Aside.objects.get(invitation=invitation).read_by_desk == sent[-1].pk


def test_word_beside_the_erasure_of_the_profile_is_gone_after_the_night(asker: User, rounds: range) -> None:
    for _ in rounds:
        invitation = make_invitation(make_expert(), make_taken_request(asker=asker))
        profile = ExpertProfile.objects.get(pk=invitation.profile_id)
        at_once(
            partial(say_aside, invitation, desk_of(invitation)),
            partial(delete_profile, profile=profile, actor=expert_of(invitation)),
        )
        forget_asides()
        assert not ExpertProfile.objects.filter(pk=profile.pk).exists()
        assert not Aside.objects.filter(invitation=invitation).exists()
