"""Two at the same moment at one mail that waits, or one mail that is delivered twice at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.mail_in.enums import MailState, RemovalReason
from matching.mail_in.models import IncomingMail
from matching.mail_in.services.deciding import answer_mail, place_mail, remove_mail
from matching.mail_in.services.forgetting import forget_mails
from matching.mail_in.services.receiving import receive_mail
from matching.models import Message, SupportRequest
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.matching.mail_in.mails_made import INBOUND, mail_of_member, mail_of_stranger
from tests.races import at_once, failures

Act = Callable[[], Any]


@pytest.fixture
def desk(committed: None, reference: None, settings: Any, tmp_path: Path) -> list[User]:
    settings.INBOUND_ADDRESS, settings.MEDIA_ROOT = INBOUND, tmp_path / "media"
    return [UserFactory(role="loket"), UserFactory(role="loket")]


@pytest.fixture
def asker(desk: list[User]) -> User:
    return make_asker()


def waiting(number: int) -> IncomingMail:
    receive_mail(raw=mail_of_stranger(mail_id=f"m{number}", text=f"Nummer {number}."))
    return IncomingMail.objects.latest("pk")


def placing(mail: IncomingMail, actor: User, request: SupportRequest) -> Act:
    return lambda: place_mail(mail=mail, actor=actor, request=request, text="Zo.", is_internal=False)


def removing(mail: IncomingMail, actor: User) -> Act:
    return lambda: remove_mail(mail=mail, actor=actor, reason=RemovalReason.OTHER)


def answering(mail: IncomingMail, actor: User) -> Act:
    return lambda: answer_mail(mail=mail, actor=actor, text="Dank u.")


@pytest.fixture(autouse=True)
def many_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty rounds send more in an hour than one sender may."""
    monkeypatch.setattr("matching.mail_in.judging.MANY", 1000)
    monkeypatch.setattr("matching.mail_in.judging.FLOOD", 1000)


def test_two_who_place_one_mail_put_one_message(asker: User, desk: list[User], rounds: range) -> None:
    request = make_request(asker)
    for number in rounds:
        mail = waiting(number)
        outcomes = at_once(*[placing(mail, who, request) for who in desk])
        assert not failures(outcomes)
        mail.refresh_from_db()
        assert mail.message is not None
        assert Message.objects.filter(request=request).count() == number + 1


def test_one_mail_placed_with_two_requests_at_once_is_in_one(
    asker: User, desk: list[User], rounds: range
) -> None:
    for number in rounds:
        mail, requests = waiting(number), [make_request(asker) for _ in range(2)]
        outcomes = at_once(
            *[placing(mail, who, request) for who, request in zip(desk, requests, strict=True)]
        )
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        assert Message.objects.filter(request__in=requests).count() == 1


@pytest.mark.parametrize("other", [removing, answering])
def test_mail_that_is_placed_while_somebody_else_handles_it_has_one_fate(
    other: Callable[[IncomingMail, User], Act], asker: User, desk: list[User], rounds: range
) -> None:
    request = make_request(asker)
    for number in rounds:
        mail, before = waiting(number), Message.objects.count()
        outcomes = at_once(placing(mail, desk[0], request), other(mail, desk[1]))
        assert [type(one) for one in failures(outcomes)] == [WrongStepError]
        mail.refresh_from_db()
        is_placed = mail.state == MailState.PLACED
        assert Message.objects.count() - before == int(is_placed)
        steps = events_of(mail).exclude(action="matching.mail_in")
        assert steps.count() == 1


@pytest.mark.parametrize("act", [removing, answering])
def test_two_who_do_the_same_do_it_once(
    act: Callable[[IncomingMail, User], Act], desk: list[User], rounds: range
) -> None:
    for number in rounds:
        mail = waiting(number)
        outcomes = at_once(*[act(mail, who) for who in desk])
        assert not failures(outcomes)
        assert events_of(mail).exclude(action="matching.mail_in").count() == 1
        assert MailMessage.objects.filter(key=f"post:{mail.pk}:answer").count() <= 1


def test_mail_that_the_night_forgets_meanwhile_is_handled_or_gone_in_words(
    desk: list[User], rounds: range
) -> None:
    for number in rounds:
        mail = waiting(number)
        IncomingMail.objects.filter(pk=mail.pk).update(received_at="2020-01-01T12:00:00Z")
        outcomes = at_once(removing(mail, desk[0]), forget_mails)
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))


def test_one_mail_delivered_twice_at_once_is_taken_once(asker: User, desk: list[User], rounds: range) -> None:
    for number in rounds:
        request = make_request(asker)
        raw = mail_of_member(request, asker, mail_id=f"lid{number}")
        outcomes = at_once(*[lambda raw=raw: receive_mail(raw=raw)] * 2)
        assert sorted(map(str, outcomes)) == ["dropped", "thread"]
        assert Message.objects.filter(request=request).count() == 1
        request.reply_addresses.all().delete()


def test_mail_that_comes_while_its_request_is_withdrawn_is_a_message_or_waits(
    asker: User, desk: list[User], rounds: range
) -> None:
    for number in rounds:
        request = make_request(asker)
        raw = mail_of_member(request, asker, mail_id=f"lid{number}")
        outcomes = at_once(
            lambda raw=raw: receive_mail(raw=raw),
            lambda request=request: withdraw_request(request=request, actor=asker),
        )
        assert not failures(outcomes)
        mail = IncomingMail.objects.get(request=request)
        assert mail.state == (MailState.THREAD if request.messages.exists() else MailState.WAITING)
        request.reply_addresses.all().delete()
