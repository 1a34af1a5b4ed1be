"""Two at the same moment at a question in parts."""

from collections.abc import Callable
from typing import Any

import pytest

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Organisation
from krachtwijken.core.outbox.models import MailMessage
from matching.models import SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.services.answering import answer_part, decline_part
from matching.parts.services.asking import ask_again, withdraw_part
from matching.parts.services.gathering import send_one_answer, tell_one_answer
from matching.parts.services.settling import settle_part
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.factories.requests import make_asker
from tests.races import at_once, failures

Act = Callable[[], Any]


@pytest.fixture
def member(committed: None, reference: None) -> User:
    return make_member()


@pytest.fixture
def asker(member: User) -> User:
    return make_asker()


def answering(part: PartQuestion, actor: User, text: str = ANSWER) -> Act:
    return lambda: answer_part(part=part, actor=actor, answer=text)


def taking_back(part: PartQuestion) -> Act:
    return lambda: withdraw_part(part=part, actor=part.asked_by)


def fresh(part: PartQuestion) -> PartQuestion:
    return PartQuestion.objects.get(pk=part.pk)


def test_part_asked_twice_at_once_is_one_and_one_mail(member: User, asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_taken_request(asker=asker)
        outcomes = at_once(*[lambda request=request: make_part(request)] * 2)
        assert not failures(outcomes)
        part = PartQuestion.objects.get(request=request)
        assert MailMessage.objects.filter(key__startswith=f"part:{part.pk}:new").count() == 1


def test_two_colleagues_answer_at_once_and_the_second_hears_so(
    member: User, asker: User, rounds: range
) -> None:
    other = make_member()
    for _ in rounds:
        part = make_part(make_taken_request(asker=asker))
        texts = {member: "Het eerste antwoord.", other: "Het andere antwoord."}
        outcomes = at_once(*[answering(part, who, text) for who, text in texts.items()])
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        stored = fresh(part)
        assert stored.answered_by is not None
        assert stored.answer == texts[stored.answered_by]
        assert events_of(part).filter(action="matching.part").count() == 1


def test_answer_while_the_loket_takes_it_back_ends_taken_back(
    member: User, asker: User, rounds: range
) -> None:
    for _ in rounds:
        part = make_part(make_taken_request(asker=asker))
        outcomes = at_once(answering(part, member), taking_back(part))
        # Who answers first is taken back all the same; who comes second hears that it is over.
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert fresh(part).state == PartState.WITHDRAWN
        assert events_of(part).filter(action="matching.part").count() == 2 - len(failures(outcomes))


def test_answer_and_refusal_at_once_are_one_of_the_two(member: User, asker: User, rounds: range) -> None:
    other = make_member()
    for _ in rounds:
        part = make_part(make_taken_request(asker=asker))
        outcomes = at_once(
            answering(part, member),
            lambda part=part: decline_part(part=part, actor=other, reason="Vraag KIS."),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert fresh(part).state in (PartState.ANSWERED, PartState.DECLINED)


def test_two_at_the_loket_ask_further_at_once_and_one_remark_stands(
    member: User, asker: User, rounds: range
) -> None:
    other = UserFactory(role="loket")
    for _ in rounds:
        part = answer_part(part=make_part(make_taken_request(asker=asker)), actor=member, answer=ANSWER)
        assert part.asked_by is not None
        outcomes = at_once(
            *[
                lambda who=who, part=part: ask_again(
                    part=part, actor=who, remark=f"Van {who.pk}", answer_by=part.answer_by
                )
                for who in (part.asked_by, other)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        winner = next(who for who, one in zip((part.asked_by, other), outcomes, strict=True)
                      if not isinstance(one, Exception))  # fmt: skip
        assert fresh(part).remark == f"Van {winner.pk}"


def test_one_answer_while_a_part_is_asked_further_never_leaves_somebody_asked(
    member: User, asker: User, rounds: range
) -> None:
    for _ in rounds:
        request = make_taken_request(asker=asker)
        part = answer_part(part=make_part(request), actor=member, answer=ANSWER)
        desk = part.asked_by
        assert desk is not None
        outcomes = at_once(
            lambda request=request, desk=desk: send_one_answer(
                request=request, actor=desk, text="Zo zit het."
            ),
            lambda part=part, desk=desk: ask_again(
                part=part, actor=desk, remark="En hoeveel?", answer_by=part.answer_by
            ),
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        is_sent = SupportRequest.objects.get(pk=request.pk).status == RequestStatus.BEANTWOORD
        assert fresh(part).state == (PartState.USED if is_sent else PartState.ASKED)


def test_answer_beside_a_proposal_sent_twice_at_once_is_one_message(
    member: User, asker: User, rounds: range
) -> None:
    for _ in rounds:
        request = make_taken_request(asker=asker)
        part = answer_part(part=make_part(request), actor=member, answer=ANSWER)
        SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
        outcomes = at_once(
            *[
                lambda request=request: tell_one_answer(
                    request=request, actor=request.owner, text="Zo zit het.", token="een"
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert fresh(part).told_in == request.messages.get()


def test_part_asked_while_the_request_is_withdrawn_is_asked_or_refused_and_then_taken_back(
    member: User, asker: User, rounds: range
) -> None:
    for _ in rounds:
        request = make_taken_request(asker=asker)
        outcomes = at_once(
            lambda request=request: make_part(request),
            lambda request=request: withdraw_request(request=request, actor=asker),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        for part in PartQuestion.objects.filter(request=request):
            settle_part(pk=part.pk, today=part.answer_by)
            assert fresh(part).state == PartState.WITHDRAWN


def test_two_nights_at_once_take_a_part_back_once(member: User, asker: User, rounds: range) -> None:
    for _ in rounds:
        request = make_taken_request(asker=asker)
        part = make_part(request)
        withdraw_request(request=request, actor=asker)
        outcomes = at_once(*[lambda part=part: settle_part(pk=part.pk, today=part.answer_by)] * 2)
        assert not failures(outcomes)
        assert events_of(part).filter(action="matching.part").count() == 1


def test_part_of_two_centres_at_once_are_two(member: User, asker: User, rounds: range) -> None:
    make_member("rivm")
    for _ in rounds:
        request = make_taken_request(asker=asker)
        outcomes = at_once(
            *[lambda slug=slug, request=request: make_part(request, slug) for slug in ("movisie", "rivm")]
        )
        assert not failures(outcomes)
        asked = Organisation.objects.filter(part_questions__request=request)
        assert sorted(asked.values_list("slug", flat=True)) == ["movisie", "rivm"]
