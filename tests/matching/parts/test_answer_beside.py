"""The one answer of the parts, once a proposal was made or help runs: said in the thread, and read as the one answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.enums import Side
from matching.conversation.models import Message
from matching.conversation.services.messages import post_message
from matching.models import Decision, PartQuestion, SupportRequest
from matching.parts.enums import PartState
from matching.parts.services.answering import answer_part
from matching.parts.services.gathering import (
    NOT_BESIDE,
    NOTHING_YET,
    OWN_GEMEENTE,
    STILL_OPEN,
    send_one_answer,
    tell_one_answer,
)
from matching.parts.views.dividing import OTHER_WAY
from matching.proposals.enums import OfferAnswer
from matching.proposals.services import Answer, answer_proposal, recall_proposal, send_proposal
from matching.requests.enums import RequestStatus
from matching.requests.turns import Turn
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import items_of, make_expert, person_offer
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.matching.test_turns import turn_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
TEXT = "Alles bij elkaar: wat is er bekend? Een vaste begeleider."


@pytest.fixture
def part(asker: User) -> PartQuestion:
    """Answered, before anything was proposed."""
    return answer_part(part=make_part_of(asker), actor=make_member(), answer=ANSWER)


def make_part_of(asker: User) -> PartQuestion:
    make_member()
    return make_part(make_taken_request(asker=asker))


def propose(request: SupportRequest) -> None:
    offer = person_offer(make_expert())
    assert request.owner is not None
    send_proposal(
        request=request, actor=request.owner, offers=[offer], reasons={offer.key: "Past."}, token="v"
    )


def accept(request: SupportRequest, asker: User) -> None:
    (item,) = items_of(request.proposals.get())
    answers = {item.pk: Answer(OfferAnswer.ACCEPTED.value)}
    answer_proposal(request=request, actor=asker, answers=answers, token="ja")


def fresh(part: PartQuestion) -> PartQuestion:
    return PartQuestion.objects.get(pk=part.pk)


def tell(part: PartQuestion, token: str = "een", text: str = TEXT) -> Message:
    assert part.request.owner is not None
    return tell_one_answer(request=part.request, actor=part.request.owner, text=text, token=token)


@pytest.mark.parametrize("status", [RequestStatus.VOORGESTELD, RequestStatus.IN_UITVOERING])
def test_answer_is_a_message_and_the_request_stays(
    part: PartQuestion, asker: User, status: RequestStatus
) -> None:
    propose(part.request)
    if status is RequestStatus.IN_UITVOERING:
        accept(part.request, asker)
    message = tell(part)
    assert (message.text, message.side, message.is_internal) == (TEXT, Side.LOKET, False)
    assert (fresh(part).state, fresh(part).told_in) == (PartState.USED, message)
    assert SupportRequest.objects.get().status == status
    assert not Decision.objects.exists()
    assert events_of(part).filter(action="matching.part").last().data["to"] == PartState.USED
    assert events_of(message).filter(action="matching.message").count() == 1
    mails = MailMessage.objects.filter(key__contains=f"message:{message.pk}:")
    assert [mail.to for mail in mails] == [asker.email]
    assert not mails.filter(body__contains="begeleider").exists(), "a mail says that there is a message"


def test_answer_sent_twice_is_one_message(part: PartQuestion) -> None:
    propose(part.request)
    assert tell(part) == tell(part)
    assert Message.objects.count() == 1
    assert events_of(part).filter(data__to=PartState.USED).count() == 1
    with pytest.raises(WrongStepError, match=NOTHING_YET):
        tell(part, token="twee")


def test_answer_that_may_not_go_leaves_everything_as_it_was(asker: User, part: PartQuestion) -> None:
    with pytest.raises(WrongStepError, match=NOT_BESIDE):
        tell(part)
    member = make_member("platform31")
    other = make_part(part.request, "platform31", token="twee")
    propose(part.request)
    with pytest.raises(WrongStepError, match=STILL_OPEN):
        tell(part)
    answer_part(part=other, actor=member, answer="Zie de handreiking.")
    for stranger in (asker, member, UserFactory(role="accountmanager")):
        with pytest.raises(PermissionDenied):
            tell_one_answer(request=part.request, actor=stranger, text=TEXT, token="x")
    both = UserFactory(role="loket")
    grant_role(user=both, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=both, gemeente=part.request.gemeente, actor=None)
    with pytest.raises(WrongStepError, match=OWN_GEMEENTE):
        tell_one_answer(request=part.request, actor=both, text=TEXT, token="x")
    assert {fresh(one).state for one in (part, other)} == {PartState.ANSWERED}
    assert not Message.objects.exists()


def test_turn_is_of_the_loket_until_the_answer_went_and_its_questions_ask_nothing(
    asker: User, part: PartQuestion
) -> None:
    request = part.request
    propose(request)
    assert turn_of(request) == Turn.PARTS_ANSWERED
    tell(part)
    assert turn_of(request) == Turn.PROPOSAL
    accept(request, asker)
    assert turn_of(request) == Turn.TO_INVITE
    request.proposals.get().items.update(kind="case")
    assert turn_of(request) == Turn.DESK, "the answer holds a question mark, and asks the gemeente nothing"
    post_message(request=request, actor=request.owner, text="Past dit?", token="v")
    assert turn_of(request) == Turn.DESK_ASKED


def test_gemeente_reads_it_as_the_one_answer(asker: User, part: PartQuestion) -> None:
    propose(part.request)
    page = client_of(asker).get(part.request.get_absolute_url()).content.decode()
    assert "Het antwoord van het loket op deze delen" not in page
    message = tell(part)
    second = answered_later(part, asker)
    page = client_of(asker).get(part.request.get_absolute_url()).content.decode()
    told = page.partition("Wie meedenkt")[2].partition("<ul>")[0]
    assert told.count("Het antwoord van het loket op deze delen") == 1, "one message is one answer"
    assert TEXT in told
    assert f"/loket/verzoek/{part.request.reference}/gesprek/#bericht-{message.pk}" in told
    assert ANSWER not in page, "what one centre said is not what the gemeente gets"
    assert second.told_in == message


def answered_later(part: PartQuestion, asker: User) -> PartQuestion:
    """A second part in the same message."""
    told = fresh(part).told_in
    return PartQuestion.objects.create(
        request=part.request, organisation=part.organisation, question="Nog een?", answer="Ja.",
        state=PartState.USED, answer_by=part.answer_by, token="later", told_in=told,
    )  # fmt: skip


def test_loket_sends_it_on_the_page_that_says_what_comes_of_it(
    asker: User, part: PartQuestion, search_index: Any
) -> None:
    propose(part.request)
    desk = client_of(part.request.owner)
    base = f"/loket/werkvoorraad/{part.request.reference}/"
    assert "Maak er één antwoord van" in desk.get(f"{base}deelvragen/").content.decode()
    page = desk.get(f"{base}antwoord/")
    told = page.content.decode()
    assert ANSWER in told
    assert "Het verzoek blijft: voorstel gedaan." in told
    assert "beantwoord met kennis" not in told
    sent = {"text": TEXT, "token": page.context["form"]["token"].value(), "manier": "bericht"}
    for _ in range(2):
        assert desk.post(f"{base}antwoord/", sent).status_code == 302
    assert Message.objects.get().text == TEXT
    assert fresh(part).state == PartState.USED


def test_answer_is_not_sent_when_something_else_would_come_of_it_than_was_read(
    part: PartQuestion, search_index: Any
) -> None:
    request, owner = part.request, part.request.owner
    assert owner is not None
    propose(request)
    recall_proposal(request=request, actor=owner)
    desk, address = client_of(owner), f"/loket/werkvoorraad/{request.reference}/antwoord/"
    late = desk.post(address, {"text": TEXT, "token": "een", "manier": "bericht"})
    assert late.status_code == 422
    page = late.content.decode()
    for told in (OTHER_WAY, TEXT, 'name="manier" value="besluit"', "beantwoord met kennis"):
        assert told in page
    assert not Message.objects.exists()
    assert desk.post(address, {"text": TEXT, "token": "een", "manier": "besluit"}).status_code == 302
    assert Decision.objects.get().reason == TEXT


def test_kind_that_is_not_answered_with_knowledge_gets_it_beside_a_proposal(
    part: PartQuestion, as_role: Callable[..., Client], search_index: Any
) -> None:
    request = part.request
    SupportRequest.objects.update(kind="topdog")
    desk, base = as_role("loket"), f"/loket/werkvoorraad/{request.reference}/"
    assert "Maak er één antwoord van" not in desk.get(f"{base}deelvragen/").content.decode()
    propose(SupportRequest.objects.get())
    assert "Maak er één antwoord van" in desk.get(f"{base}deelvragen/").content.decode()
    with pytest.raises(WrongStepError):
        send_one_answer(request=request, actor=request.owner, text=TEXT)
    assert tell(part).text == TEXT
