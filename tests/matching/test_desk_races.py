"""Two at the same moment at what is late, who owns it, and what was answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.closing.services import close_request
from matching.closing.silence import reopen_request, settle_answer
from matching.conversation.services.messages import post_message
from matching.models import Escalation, FollowUp, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.selectors import owners_of
from matching.requests.services.escalating import assign_owner, escalate_request
from matching.requests.services.steps import decide_request, take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import ASK_AFTER, CLOSE_AFTER, NOTICE, VERDICT
from tests.factories.requests import make_asker, make_request
from tests.races import at_once, failures

TODAY = timezone.localdate()


@pytest.fixture
def desk(committed: None, reference: None) -> list[User]:
    return [UserFactory(role="loket") for _ in range(2)]


@pytest.fixture
def asker(desk: list[User]) -> User:
    return make_asker()


def late(asker: User) -> SupportRequest:
    request = make_request(asker)
    SupportRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - timedelta(days=60))
    return request


def test_two_nights_at_once_take_each_step_once(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        request = late(asker)
        outcomes = at_once(*[lambda request=request: escalate_request(pk=request.pk, today=TODAY)] * 2)
        assert not failures(outcomes)
        steps = Escalation.objects.filter(request=request)
        assert sum(outcomes) == steps.count() > 0
        key = f"loket:{request.reference}:late:"
        assert MailMessage.objects.filter(key__startswith=key, to=desk[0].email).count() <= steps.count()


def test_request_that_is_taken_while_the_night_calls_is_late_for_an_owner_once_or_not(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = late(asker)
        outcomes = at_once(
            lambda request=request: escalate_request(pk=request.pk, today=TODAY),
            lambda request=request: take_request(request=request, actor=desk[0]),
        )
        assert not failures(outcomes)
        clocks = set(Escalation.objects.filter(request=request).values_list("clock", flat=True))
        assert len(clocks) == 1, "it was late for one thing, as it stood in that moment"


def test_two_who_give_it_away_at_once_leave_one_owner_and_the_other_hears_so(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = take_request(request=make_request(asker), actor=desk[0])
        seen, heirs = mark_of_values(owners_of(request)), [UserFactory(role="loket") for _ in range(2)]
        outcomes = at_once(
            *[
                lambda who=who, heir=heir, request=request, seen=seen: assign_owner(
                    request=request, actor=who, owner=heir, deputy=None, seen=seen
                )
                for who, heir in zip(desk, heirs, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedMeanwhileError]
        request.refresh_from_db()
        assert request.owner == heirs[isinstance(outcomes[0], Exception)]


def answered(asker: User, desk: User) -> SupportRequest:
    """So long ago that it is closed this night."""
    request = take_request(request=make_request(asker), actor=desk)
    decide_request(
        request=request,
        actor=desk,
        to=RequestStatus.BEANTWOORD,
        reason="Lees dit.",
        alternative="",
        advice=[],
    )
    SupportRequest.objects.filter(pk=request.pk).update(
        status_since=timezone.now() - CLOSE_AFTER, silence_told_at=timezone.now() - NOTICE
    )
    return SupportRequest.objects.get(pk=request.pk)


def test_two_nights_at_once_close_once_and_ask_once(asker: User, desk: list[User], rounds: range) -> None:
    for _ in rounds:
        request = answered(asker, desk[0])
        outcomes = at_once(*[lambda request=request: settle_answer(pk=request.pk, today=TODAY)] * 2)
        asked = answered(asker, desk[0])
        since = timezone.now() - ASK_AFTER
        SupportRequest.objects.filter(pk=asked.pk).update(status_since=since, silence_told_at=None)
        outcomes += at_once(*[lambda asked=asked: settle_answer(pk=asked.pk, today=TODAY)] * 2)
        assert not failures(outcomes)
        assert FollowUp.objects.filter(request=request).count() == 2
        assert events_of(asked).filter(action="matching.silence_told").count() == 1


def test_gemeente_that_opens_it_again_while_the_night_closes_is_first_or_hears_so(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = answered(asker, desk[0])
        outcomes = at_once(
            lambda request=request: settle_answer(pk=request.pk, today=TODAY),
            lambda request=request: reopen_request(
                request=request, actor=asker, text="Nog iets.", token="een"
            ),
        )
        is_closed = isinstance(outcomes[1], WrongStepError)
        assert len(failures(outcomes)) == int(is_closed)
        request.refresh_from_db()
        assert request.status == (RequestStatus.AFGEROND if is_closed else RequestStatus.IN_BEHANDELING)
        assert request.messages.count() == int(not is_closed)


def test_word_of_the_gemeente_while_the_night_closes_is_said_or_refused(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = answered(asker, desk[0])
        outcomes = at_once(
            lambda request=request: settle_answer(pk=request.pk, today=TODAY),
            lambda request=request: post_message(request=request, actor=asker, text="Wacht.", token="een"),
        )
        is_closed = isinstance(outcomes[1], WrongStepError)
        assert len(failures(outcomes)) == int(is_closed)
        request.refresh_from_db()
        assert request.status == (RequestStatus.AFGEROND if is_closed else RequestStatus.BEANTWOORD)


def test_gemeente_that_closes_while_the_night_does_leaves_one_end_and_its_answer(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = answered(asker, desk[0])
        outcomes = at_once(
            lambda request=request: settle_answer(pk=request.pk, today=TODAY),
            lambda request=request: close_request(request=request, actor=asker, verdict=VERDICT),
        )
        assert not failures(outcomes)
        assert FollowUp.objects.filter(request=request).count() == 2
        assert request.closing_answers.count() == 1
        assert events_of(request).filter(action="matching.status", data__to="afgerond").count() == 1


def test_answer_sent_twice_as_not_helpful_at_once_is_one(
    asker: User, desk: list[User], rounds: range
) -> None:
    for _ in rounds:
        request = answered(asker, desk[0])
        outcomes = at_once(
            *[
                lambda request=request: reopen_request(
                    request=request, actor=asker, text="Nog iets.", token="een"
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert request.messages.count() == 1
