"""A decision that leaves out what was answered to parts says so first, once."""

from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from krachtwijken.accounts.models import User
from matching.models import Decision, PartQuestion, SupportRequest
from matching.parts.enums import PartState
from matching.parts.selectors import find_unused_answers
from matching.parts.services.answering import answer_part
from matching.requests.unused_answers import UnusedAnswer, mark_of_answers
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "search_index", "nothing_stated")]
TOLD = "De gemeente leest deze antwoorden op deelvragen nog niet:"


@pytest.fixture
def request_() -> SupportRequest:
    return make_taken_request()


def answered(request: SupportRequest, slug: str = "movisie", answer: str = ANSWER) -> PartQuestion:
    member: User = make_member(slug)
    return answer_part(part=make_part(request, slug), actor=member, answer=answer)


def decide(request: SupportRequest, **typed: str) -> tuple[HttpResponse, str]:
    """Sent by its owner; with what came back."""
    client = Client()
    assert request.owner is not None
    client.force_login(request.owner)
    sent = {"to": "beantwoord", "reason": "Lees dit.", **typed}
    response: Any = client.post(f"/loket/werkvoorraad/{request.reference}/", sent)
    return response, unescape(response.content.decode())


def mark_in(response: Any) -> str:
    return str(response.context["form"]["told_parts"].value())


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Lees dit.", True),
        ("", True),
        (ANSWER, False),
        (f"Beste collega,\n{ANSWER.upper()}\n(Bron: Movisie)", False),
        (ANSWER.replace(" ", "\n", 2), False),
        (ANSWER[:-5], True),
    ],
)
def test_answer_is_used_when_its_words_stand_in_the_text(
    request_: SupportRequest, text: str, left_out: bool
) -> None:
    part = answered(request_)
    assert find_unused_answers(request_, text) == ([UnusedAnswer(part.pk, "Movisie")] if left_out else [])


@pytest.mark.parametrize("state", list(PartState))
def test_only_what_was_answered_and_not_used_yet_counts(request_: SupportRequest, state: PartState) -> None:
    part = answered(request_)
    PartQuestion.objects.filter(pk=part.pk).update(state=state)
    assert bool(find_unused_answers(request_, "Lees dit.")) is (state == PartState.ANSWERED)
    other = make_taken_request()
    assert not find_unused_answers(other, "Lees dit."), "of another request"


def test_mark_is_of_the_parts_in_whatever_order() -> None:
    one, two = UnusedAnswer(3, "RIVM"), UnusedAnswer(12, "Movisie")
    assert mark_of_answers([two, one]) == mark_of_answers([one, two]) == "3.12"
    assert mark_of_answers([]) == ""


def test_it_is_said_once_with_who_answered_and_sent_again_it_goes(request_: SupportRequest) -> None:
    answered(request_)
    answered(request_, "rivm", "Zie de cijfers.")
    back, told = decide(request_)
    assert back.status_code == 422
    assert f"{TOLD} Movisie, RIVM." in told
    assert "Lees dit." in told
    assert not Decision.objects.exists()
    again, _ = decide(request_, told_parts=mark_in(back), reason="Lees dit eerst.")
    assert again.status_code == 302, "also with other words"
    assert Decision.objects.get().reason == "Lees dit eerst."


def test_answer_that_came_since_is_said_too(request_: SupportRequest) -> None:
    answered(request_)
    back, _ = decide(request_)
    answered(request_, "rivm", "Zie de cijfers.")
    later, told = decide(request_, told_parts=mark_in(back))
    assert later.status_code == 422
    assert "RIVM" in told.partition(TOLD)[2].partition("</")[0]
    assert decide(request_, told_parts=mark_in(later))[0].status_code == 302


def test_refusal_that_leaves_it_out_is_told_and_one_with_it_in_goes(request_: SupportRequest) -> None:
    answered(request_)
    refusal = {"to": "afgewezen", "refusal": "elders", "alternative": "Bel de provincie."}
    assert TOLD in decide(request_, **refusal)[1]
    assert decide(request_, **refusal, reason=f"Wij doen dit niet. {ANSWER}")[0].status_code == 302


def test_request_without_parts_is_decided_at_once(request_: SupportRequest) -> None:
    make_member()
    make_part(request_)
    assert decide(request_)[0].status_code == 302, "what nobody answered cannot be left out"
