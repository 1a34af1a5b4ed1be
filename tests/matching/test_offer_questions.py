"""A question about a part of a proposal stands in the thread and beside the part, with what the loket wrote since."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from krachtwijken.accounts.models import User
from matching.conversation.models import Message
from matching.conversation.services.messages import post_message
from matching.conversation.services.tidying import forget_conversations
from matching.models import OfferQuestion, Proposal, SupportRequest
from matching.proposals.enums import QUESTION, OfferAnswer
from matching.proposals.questions import questions_of
from matching.proposals.selectors import shown_proposal
from matching.proposals.services import Answer, answer_proposal
from matching.requests.enums import RequestStatus
from tests.factories.dossiers import items_of, make_proposed
from tests.failing.of_requests import LONG_AGO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
WHEN, WHERE = "Wanneer kan dit?", "In welke wijk?"


@pytest.fixture
def proposal(asker: User) -> Proposal:
    return make_proposed(asker=asker)


def ask(proposal: Proposal, asker: User, place: int, word: str, token: str) -> None:
    answers = {items_of(proposal)[place].pk: Answer(QUESTION, word)}
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token=token)


def write(proposal: Proposal, text: str, **fields: Any) -> Message:
    owner = SupportRequest.objects.get().owner
    assert owner is not None
    return post_message(request=proposal.request, actor=owner, text=text, token=text, **fields)


def told(proposal: Proposal) -> list[list[tuple[str, str | None]]]:
    """By part: each question as it is shown, and what the loket wrote since."""
    found = questions_of(proposal)
    titles = [f"Expert{number}" for number in range(2)]
    return [
        [(one.words(title), one.reply and one.reply.text) for one in found.get(item.pk, [])]
        for item, title in zip(items_of(proposal), titles, strict=True)
    ]


def page_of(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def test_question_stands_beside_its_part_and_the_part_stays_open(proposal: Proposal, asker: User) -> None:
    assert told(proposal) == [[], []]
    for _ in range(2):
        ask(proposal, asker, 0, WHEN, "een")
    assert OfferQuestion.objects.count() == 1, "sent twice it is one"
    assert told(proposal) == [[(WHEN, None)], []]
    ask(proposal, asker, 0, WHERE, "twee")
    assert told(proposal) == [[(WHEN, None), (WHERE, None)], []]
    assert len(shown_proposal(proposal, asker).open_items) == 2


def test_reply_is_the_first_of_the_loket_after_the_question_and_no_note(
    proposal: Proposal, asker: User
) -> None:
    write(proposal, "Dit is ervoor.")
    ask(proposal, asker, 0, WHEN, "een")
    write(proposal, "Alleen voor ons.", is_internal=True)
    assert told(proposal)[0] == [(WHEN, None)]
    write(proposal, "In mei.")
    ask(proposal, asker, 1, WHERE, "twee")
    assert told(proposal) == [[(WHEN, "In mei.")], [(WHERE, None)]]
    write(proposal, "In Presikhaaf.")
    assert told(proposal) == [[(WHEN, "In mei.")], [(WHERE, "In Presikhaaf.")]]


def test_both_sides_read_it_beside_the_part_with_the_way_to_the_thread(
    proposal: Proposal, asker: User, search_index: Any
) -> None:
    request = SupportRequest.objects.get()
    ask(proposal, asker, 0, WHEN, "een")
    message = Message.objects.get()
    pages = {asker: request.get_absolute_url(), request.owner: f"/loket/werkvoorraad/{request.reference}/"}
    for user, address in pages.items():
        assert user is not None
        part = page_of(user, address).partition('id="voorstel"')[2].partition('id="gesprek"')[0]
        assert "De gemeente vroeg op" in part
        assert "Het loket schreef nog niets terug." in part
        assert f"/loket/verzoek/{request.reference}/gesprek/#bericht-{message.pk}" in part
        assert part.count(WHEN) == 1
    write(proposal, "In mei.")
    ask(proposal, asker, 1, WHERE, "twee")
    answers = {item.pk: Answer(OfferAnswer.ACCEPTED.value) for item in items_of(proposal)}
    answer_proposal(request=request, actor=asker, answers=answers, token="drie")
    for user, address in pages.items():
        assert user is not None
        part = page_of(user, address).partition('id="voorstel"')[2].partition('id="gesprek"')[0]
        assert "Het loket schreef daarna, op" in part, "also once the part was answered"
        assert "In mei." in part


def test_question_goes_with_the_words_of_the_thread(proposal: Proposal, asker: User) -> None:
    ask(proposal, asker, 0, WHEN, "een")
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    SupportRequest.objects.update(status_since=SupportRequest.objects.get().status_since - LONG_AGO)
    forget_conversations()
    assert not OfferQuestion.objects.exists()
    assert told(proposal) == [[], []]


def test_five_questions_are_read_as_one(proposal: Proposal, asker: User) -> None:
    counts = []
    for number in range(5):
        ask(proposal, asker, number % 2, WHEN, str(number))
        write(proposal, f"Antwoord {number}.")
        with CaptureQueriesContext(connection) as queries:
            questions_of(proposal)
        counts.append(len(queries))
    assert set(counts) == {2}
