"""The form of the one answer says beforehand what becomes of each request, and the service does just that."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.versions import FIELD
from matching.blocking.effects import AnswerEffect, Way
from matching.blocking.models import BlockingRule, RuleReport
from matching.blocking.selectors import reports_to_answer
from matching.blocking.services import add_report, answer_rule, start_rule
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import take_request
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker
from tests.matching.test_bottlenecks import PLACES, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "search_index")]
ANSWER = "Vanaf volgend jaar geldt de zoektijd hier niet meer."


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])
    monkeypatch.setattr("matching.blocking.selectors.likeness_of", lambda text, others: [0.0 for _ in others])


@pytest.fixture
def colleague() -> User:
    return UserFactory(role="loket", name="Eerste Collega")


def rule_with(actor: User, *requests: SupportRequest) -> BlockingRule:
    rule = start_rule(request=requests[0], actor=actor, name="Wet", article="7", what="Zoektijd.")
    for request in requests[1:]:
        add_report(rule=rule, request=request, actor=actor)
    return rule


def told(effects: list[AnswerEffect]) -> list[tuple[Way, str, User | None]]:
    return [(effect.way, effect.state_after.value, effect.owner_after) for effect in effects]


def every_effect(colleague: User) -> tuple[BlockingRule, list[SupportRequest]]:
    """New, taken by somebody, given before it was taken, proposed to, of another kind, and ended."""
    requests = [report(PLACES[number % len(PLACES)], "Wet") for number in range(6)]
    rule = rule_with(colleague, *requests)
    rows = SupportRequest.objects
    take_request(request=requests[1], actor=colleague)
    rows.filter(pk=requests[2].pk).update(owner=colleague)
    rows.filter(pk=requests[3].pk).update(status=RequestStatus.VOORGESTELD, owner=colleague)
    rows.filter(pk=requests[4].pk).update(kind="topdog")
    rows.filter(pk=requests[5].pk).update(status=RequestStatus.AFGEROND)
    return rule, requests


def test_what_the_form_says_is_what_becomes_of_every_request(colleague: User) -> None:
    rule, requests = every_effect(colleague)
    desk = UserFactory(role="loket")
    said = told(reports_to_answer(rule, viewer=desk))
    assert said == [
        (Way.ANSWERED, "beantwoord", desk),
        (Way.ANSWERED, "beantwoord", colleague),
        (Way.ANSWERED, "beantwoord", colleague),
        (Way.MESSAGE, "voorgesteld", colleague),
        (Way.MESSAGE, "ingediend", None),
        (Way.MAIL, "afgerond", None),
    ]
    assert answer_rule(rule=rule, actor=desk, text=ANSWER) == 6
    after = [SupportRequest.objects.get(pk=request.pk) for request in requests]
    assert [(one.status, one.owner) for one in after] == [(state, owner) for _, state, owner in said]
    answered = [request.decisions.count() for request in requests]
    assert answered == [1, 1, 1, 0, 0, 0]
    assert [request.messages.count() for request in requests] == [0, 0, 0, 1, 1, 0]
    took = [request for request in requests if events_of(request).filter(action="matching.owner").exists()]
    assert took == requests[:2], "the one that nobody had, and the one that a colleague took before"


def test_request_whose_owner_left_the_loket_gets_who_answers(colleague: User) -> None:
    request = report(PLACES[0], "Wet")
    rule, desk = rule_with(colleague, request), UserFactory(role="loket")
    take_request(request=request, actor=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    (effect,) = reports_to_answer(rule, viewer=desk)
    assert (effect.takes, effect.owner_after) == (True, desk)
    answer_rule(rule=rule, actor=desk, text=ANSWER)
    assert SupportRequest.objects.get().owner == desk


def test_page_names_every_request_its_gemeente_state_and_owner_before_it_is_sent(colleague: User) -> None:
    rule, requests = every_effect(colleague)
    page = client_of(UserFactory(role="loket")).get(rule.get_absolute_url()).content.decode()
    box = page.partition("Dit gebeurt als u verstuurt")[2].partition("</div>")[0]
    for request in requests:
        assert f"{request.gemeente.name}, {request.reference}" in box
    for words in (
        "6 melders kregen nog geen antwoord", "U wordt eigenaar.", "Eerste Collega blijft eigenaar.",
        "Van ‘In behandeling’ naar ‘Beantwoord met kennis’.", "De stand blijft ‘Voorstel gedaan’.",
    ):  # fmt: skip
        assert words in box
    assert box.count("U wordt eigenaar.") == 1


def test_answer_is_not_sent_when_something_else_would_become_of_a_request(colleague: User) -> None:
    first, second = report(PLACES[0], "Wet"), report(PLACES[1], "Wet")
    rule, desk = rule_with(colleague, first), client_of(UserFactory(role="loket"))
    address = rule.get_absolute_url()
    seen = desk.get(address).context["answer_form"].initial[FIELD]
    add_report(rule=rule, request=second, actor=colleague)
    take_request(request=first, actor=colleague)
    answer = desk.post(address, {"doe": "antwoord", "text": ANSWER, FIELD: seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "wie het antwoord krijgt" in page
    assert ANSWER in page
    assert second.reference in page.partition("Dit gebeurt als u verstuurt")[2]
    assert not RuleReport.objects.exclude(told_at=None).exists()
    again = answer.context["answer_form"].data[FIELD]
    assert desk.post(address, {"doe": "antwoord", "text": ANSWER, FIELD: again}).status_code == 302
    assert RuleReport.objects.exclude(told_at=None).count() == 2
    assert SupportRequest.objects.get(pk=first.pk).owner == colleague


def test_who_is_not_of_the_loket_reads_nothing_of_it(as_role: Callable[..., Client], colleague: User) -> None:
    rule, _ = every_effect(colleague)
    assert reports_to_answer(rule, viewer=make_asker()) == []
    clients: list[Any] = [as_role("gemeente"), as_role("redactie")]
    assert [one.get(rule.get_absolute_url()).status_code for one in clients] == [403, 403]
