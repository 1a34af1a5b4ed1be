"""Two people at the same moment at one proposal, conversation or closing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from expertpool.directory.services import withdraw_consent
from expertpool.models import ExpertProfile
from knowledge.contributions.models import Contribution
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.drafting import start_draft_case
from matching.closing.services import ask_follow_ups, close_request
from matching.conversation.services.messages import mark_read, post_message
from matching.conversation.services.promises import add_promise
from matching.models import FollowUp, Message, Promise, Proposal, ReadMark, SupportRequest, ThreadLink
from matching.proposals.enums import OfferAnswer
from matching.proposals.selectors import proposals_of
from matching.proposals.services import (
    Answer,
    NotToProposeError,
    answer_proposal,
    recall_proposal,
    send_proposal,
)
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import (
    REASON,
    VERDICT,
    items_of,
    make_closed,
    make_expert,
    make_proposed,
    make_running,
    person_offer,
    taken_by,
)
from tests.factories.requests import make_asker, make_request
from tests.races import at_once, failures

YES = Answer(OfferAnswer.ACCEPTED.value)


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


@pytest.fixture
def colleague(asker: User) -> User:
    return make_asker()


def sender(request: SupportRequest, actor: User, person: ExpertProfile, token: str) -> Callable[[], Any]:
    offer = person_offer(person)
    return lambda: send_proposal(
        request=request, actor=actor, offers=[offer], reasons={offer.key: REASON}, token=token
    )


def status_of(request: SupportRequest) -> str:
    return SupportRequest.objects.get(pk=request.pk).status


def test_two_proposals_at_once_leave_one(asker: User, rounds: range) -> None:
    person = make_expert()
    for number in rounds:
        request = make_request(asker)
        first, second = taken_by(request), UserFactory(role="loket")
        outcomes = at_once(sender(request, first, person, "een"), sender(request, second, person, "twee"))
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert Proposal.objects.count() == number + 1


def test_one_form_sent_twice_at_once_is_one_proposal_and_one_mail(asker: User, rounds: range) -> None:
    person = make_expert()
    for _ in rounds:
        request = make_request(asker)
        desk = taken_by(request)
        outcomes = at_once(*[sender(request, desk, person, "een")] * 2)
        assert not failures(outcomes)
        assert outcomes[0] == outcomes[1]
        key = f"loket:{request.reference}:proposal"
        assert MailMessage.objects.filter(key__startswith=key).count() == 1


def test_consent_withdrawn_while_a_proposal_is_sent_shows_nobody(asker: User, rounds: range) -> None:
    for number in rounds:
        request, person = make_request(asker), make_expert(f"Expert{number}")
        desk = taken_by(request)
        outcomes = at_once(
            sender(request, desk, person, "een"),
            lambda person=person: withdraw_consent(profile=person, actor=person.user),
        )
        assert all(isinstance(one, NotToProposeError) for one in failures(outcomes))
        assert not [item for shown in proposals_of(request, asker) for item in shown.items]


def test_two_colleagues_answer_at_once_and_the_request_moves_once(
    asker: User, colleague: User, rounds: range
) -> None:
    for _ in rounds:
        proposal = make_proposed(asker=asker)
        first, second = items_of(proposal)
        outcomes = at_once(
            *[
                lambda who=who, item=item, proposal=proposal: answer_proposal(
                    request=proposal.request, actor=who, answers={item.pk: YES}, token="a"
                )
                for who, item in ((asker, first), (colleague, second))
            ]
        )
        assert not failures(outcomes)
        assert status_of(proposal.request) == RequestStatus.IN_UITVOERING
        moves = events_of(proposal.request).filter(action="matching.status", data__to="in_uitvoering")
        assert moves.count() == 1


def test_answer_while_the_desk_takes_it_back_ends_in_one_of_the_two(asker: User, rounds: range) -> None:
    for _ in rounds:
        proposal, desk = make_proposed(asker=asker, people=1), UserFactory(role="loket")
        (item,) = items_of(proposal)
        outcomes = at_once(
            lambda proposal=proposal, item=item: answer_proposal(
                request=proposal.request, actor=asker, answers={item.pk: YES}, token="a"
            ),
            lambda proposal=proposal, desk=desk: recall_proposal(request=proposal.request, actor=desk),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        proposal.refresh_from_db()
        expected = RequestStatus.IN_BEHANDELING if proposal.is_recalled else RequestStatus.IN_UITVOERING
        assert status_of(proposal.request) == expected


def test_message_while_the_request_is_withdrawn_is_there_or_refused(asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_request(asker)
        desk = taken_by(request)
        outcomes = at_once(
            lambda request=request, desk=desk: post_message(
                request=request, actor=desk, text="Hallo", token="a"
            ),
            lambda request=request: withdraw_request(request=request, actor=asker),
        )
        assert [type(one) for one in failures(outcomes)] in ([], [WrongStepError])
        assert request.messages.count() == 1 - len(failures(outcomes))


def test_one_message_sent_twice_at_once_is_one(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_request(asker)
        desk = taken_by(request)
        outcomes = at_once(
            *[
                lambda request=request, desk=desk: post_message(
                    request=request, actor=desk, text="Hallo", token="a"
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert Message.objects.count() == number + 1
        assert ThreadLink.objects.count() == number + 1


def test_reading_in_two_windows_leaves_the_furthest_mark(asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_request(asker)
        desk = taken_by(request)
        sent = [post_message(request=request, actor=desk, text="Hallo", token=str(n)) for n in range(2)]
        outcomes = at_once(
            *[
                lambda one=one, request=request: mark_read(request=request, actor=asker, last=one.pk)
                for one in sent
            ]
        )
        assert not failures(outcomes)
        assert ReadMark.objects.get(request=request, user=asker).last == sent[-1].pk


def test_one_promise_sent_twice_at_once_is_one(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_request(asker)
        values = {
            "text": "Bellen.", "promised_by": "loketmedewerker", "promised_to": "projectleider",
            "due_on": timezone.localdate(), "token": "a",
        }  # fmt: skip
        outcomes = at_once(
            *[lambda request=request, values=values: add_promise(request=request, actor=asker, **values)] * 2
        )
        assert not failures(outcomes)
        assert Promise.objects.count() == number + 1


def test_both_sides_close_at_once_and_both_answers_stand(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_running(asker)
        desk = request.owner
        assert desk is not None
        outcomes = at_once(
            *[
                lambda who=who, request=request: close_request(request=request, actor=who, verdict=VERDICT)
                for who in (asker, desk)
            ]
        )
        assert not failures(outcomes)
        assert request.closing_answers.count() == 2
        assert FollowUp.objects.count() == 2 * (number + 1)
        ended = events_of(request).filter(action="matching.status", data__to="afgerond")
        assert ended.count() == 1


def test_two_nights_at_once_ask_once(asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_closed(asker)
        later = timezone.localdate() + timedelta(days=200)
        outcomes = at_once(*[lambda later=later: ask_follow_ups(today=later)] * 2)
        assert not failures(outcomes)
        assert sum(outcomes) == 1
        key = f"loket:{request.reference}:follow-up"
        assert MailMessage.objects.filter(key__startswith=key).count() == 1


def test_draft_case_asked_twice_at_once_is_one(asker: User, rounds: range) -> None:
    for number in rounds:
        request = make_closed(asker)
        outcomes = at_once(*[lambda request=request: start_draft_case(request=request, actor=asker)] * 2)
        assert not failures(outcomes)
        assert Contribution.objects.count() == number + 1
