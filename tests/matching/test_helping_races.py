"""Two at the same moment at help without a proposal, and at asking anew."""

import pytest

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from matching.helping.services import start_help
from matching.models import Decision, RequestDraft, SupportRequest
from matching.proposals.services import send_proposal
from matching.requests.enums import RequestStatus
from matching.requests.services.again import start_again
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import REASON, make_expert, person_offer
from tests.factories.engagements import make_invitation, make_mission, make_taken_request
from tests.factories.requests import make_asker, make_request
from tests.races import at_once, failures


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


def helped(asker: User) -> SupportRequest:
    request = make_taken_request(asker=asker)
    make_mission(make_invitation(request=request))
    return request


def test_two_colleagues_start_the_help_at_once_with_one_decision(asker: User, rounds: range) -> None:
    desk = [UserFactory(role="loket"), UserFactory(role="loket")]
    for _ in rounds:
        request = helped(asker)
        outcomes = at_once(
            *[lambda who=who, request=request: start_help(request=request, actor=who) for who in desk]
        )
        assert not failures(outcomes)
        assert Decision.objects.filter(request=request).count() == 1
        assert events_of(request).filter(data__to=RequestStatus.IN_UITVOERING).count() == 1


def test_help_that_starts_while_a_colleague_proposes_is_one_of_the_two(asker: User, rounds: range) -> None:
    offer = person_offer(make_expert("Iemand anders"))
    for _ in rounds:
        request = helped(asker)
        outcomes = at_once(
            lambda request=request: start_help(request=request, actor=request.owner),
            lambda request=request: send_proposal(
                request=request, actor=request.owner, offers=[offer], reasons={offer.key: REASON}, token="v"
            ),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        is_proposed = request.proposals.exists()
        after = SupportRequest.objects.get(pk=request.pk).status
        assert after == (RequestStatus.VOORGESTELD if is_proposed else RequestStatus.IN_UITVOERING)


def test_same_button_twice_at_once_is_one_draft(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_request(asker)
        withdraw_request(request=request, actor=asker)
        outcomes = at_once(
            *[
                lambda request=request, number=number: start_again(
                    request=request, actor=asker, token=f"nieuw{number}"
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert RequestDraft.objects.filter(user=asker, token=f"nieuw{number}").count() == 1
