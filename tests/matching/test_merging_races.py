"""At the moment that two requests are made one somebody else does the same, the reverse, or something else."""

from functools import partial

import pytest

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.models import Message
from matching.conversation.services.messages import post_message
from matching.engagements.models import Invitation
from matching.merging.models import MergedRequest
from matching.merging.services import merge_request
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_expert, make_invitation
from tests.factories.requests import make_asker, make_request
from tests.races import at_once, failures


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])


def merge(loser: SupportRequest, winner: SupportRequest, desk: User) -> MergedRequest:
    return merge_request(request=loser, into=winner, actor=desk, reason="Dezelfde jongeren.")


@pytest.fixture
def lasting(committed: None, reference: None) -> list[User]:
    return [make_asker(), UserFactory(role="loket"), UserFactory(role="loket")]


def test_two_merge_each_into_the_other_at_once(lasting: list[User], rounds: range) -> None:
    asker, first, second = lasting
    for _ in rounds:
        one, other = make_request(asker), make_request(asker)
        outcomes = at_once(partial(merge, one, other, first), partial(merge, other, one, second))
        assert [type(error) for error in failures(outcomes)] == [WrongStepError]
        states = SupportRequest.objects.filter(pk__in=(one.pk, other.pk)).values_list("status", flat=True)
        assert sorted(states) == ["ingediend", "samengevoegd"]


def test_same_merge_twice_at_once_is_one(lasting: list[User], rounds: range) -> None:
    asker, first, second = lasting
    for _ in rounds:
        one, other = make_request(asker), make_request(asker)
        assert failures(at_once(partial(merge, one, other, first), partial(merge, one, other, second))) == []
        assert MergedRequest.objects.filter(request=one).count() == 1
        assert MailMessage.objects.filter(key__startswith=f"loket:{one.reference}:merged").count() == 1


def test_somebody_writes_while_it_is_merged(lasting: list[User], rounds: range) -> None:
    """The message came first and stands there, or its writer hears that it is too late."""
    asker, first, _ = lasting
    for number in rounds:
        one, other = make_request(asker), make_request(asker)
        write = partial(post_message, request=one, actor=asker, text="Nog iets.", token=str(number))
        merged, written = at_once(partial(merge, one, other, first), write)
        assert isinstance(merged, MergedRequest)
        assert isinstance(written, Message | WrongStepError)
        assert Message.objects.filter(request=one).exists() is isinstance(written, Message)


def test_invitation_and_merge_at_once_leave_no_invitation_of_what_ended(
    lasting: list[User], rounds: range
) -> None:
    asker, first, _ = lasting
    for _ in rounds:
        one, other = make_request(asker), make_request(asker)
        one, expert = take_request(request=one, actor=first), make_expert()
        outcomes = at_once(
            partial(merge, one, other, first), partial(make_invitation, request=one, profile=expert)
        )
        assert len(failures(outcomes)) == 1
        one.refresh_from_db()
        ended = one.status == RequestStatus.SAMENGEVOEGD
        assert Invitation.objects.filter(request=one).exists() is not ended
