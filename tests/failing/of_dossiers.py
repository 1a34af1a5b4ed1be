"""What the services of proposals, conversations and closings are tried with."""

from datetime import timedelta

from django.utils import timezone

from matching.closing.drafting import start_draft_case
from matching.closing.enums import Degree
from matching.closing.services import answer_follow_up, ask_follow_ups, close_request, forget_closings
from matching.closing.silence import reopen_request, settle_answer
from matching.conversation.enums import PromiseState
from matching.conversation.models import Message, Promise, ThreadLink
from matching.conversation.services.messages import mark_read, post_message, revoke_links
from matching.conversation.services.promises import add_promise, settle_promise
from matching.conversation.services.tidying import forget_conversations, forget_links
from matching.models import SupportRequest
from matching.proposals.enums import QUESTION, OfferAnswer
from matching.proposals.services import (
    Answer,
    answer_proposal,
    forget_proposals,
    recall_proposal,
    send_proposal,
)
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import decide_request
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import (
    ASK_AFTER,
    CLOSE_AFTER,
    NOTICE,
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
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries


def said(request: SupportRequest) -> Message:
    return post_message(request=request, actor=request.owner, text="Komt u donderdag?", token="een")


def promised(request: SupportRequest) -> Promise:
    return add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="loketmedewerker",
        promised_to="de projectleider", due_on=timezone.localdate(), token="een",
    )  # fmt: skip


def taken() -> SupportRequest:
    request = make_request(make_asker())
    request.owner = taken_by(request)
    return request


def long_ended() -> None:
    request = make_running(make_asker())
    said(request)
    promised(request)
    close_request(request=request, actor=request.owner, verdict=VERDICT)
    SupportRequest.objects.filter(pk=request.pk).update(status_since=timezone.now() - LONG_AGO)


@tries(send_proposal)
def proposal_of_two() -> Call:
    request = taken()
    offers = [person_offer(make_expert("Een")), person_offer(make_expert("Twee"))]
    reasons = {offers[0].key: REASON}
    return lambda: send_proposal(
        request=request, actor=request.owner, offers=offers, reasons=reasons, token="een"
    )


@tries(answer_proposal)
def last_answers_with_a_question_before() -> Call:
    asker = make_asker()
    proposal = make_proposed(asker=asker)
    first, second = items_of(proposal)
    answers = {first.pk: Answer(QUESTION, "Wanneer?"), second.pk: Answer(OfferAnswer.ACCEPTED.value)}
    return lambda: answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")


@tries(answer_proposal)
def all_answers() -> Call:
    asker = make_asker()
    proposal = make_proposed(asker=asker)
    answers = {item.pk: Answer(OfferAnswer.ACCEPTED.value) for item in items_of(proposal)}
    return lambda: answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")


@tries(recall_proposal)
def proposal_that_waits() -> Call:
    proposal, desk = make_proposed(), UserFactory(role="loket")
    return lambda: recall_proposal(request=proposal.request, actor=desk)


@tries(post_message)
def message_of_the_desk() -> Call:
    request = taken()
    return lambda: said(request)


@tries(post_message)
def message_of_the_gemeente() -> Call:
    asker = make_asker()
    request = make_request(asker)
    taken_by(request)
    return lambda: post_message(request=request, actor=asker, text="Hallo", token="een")


@tries(mark_read)
def unread_message() -> Call:
    asker = make_asker()
    request = make_request(asker)
    desk = taken_by(request)
    message = post_message(request=request, actor=desk, text="Hallo", token="een")
    return lambda: mark_read(request=request, actor=asker, last=message.pk)


@tries(revoke_links)
def link_in_a_mail() -> Call:
    request = taken()
    said(request)
    return lambda: revoke_links(request=request)


@tries(add_promise)
def new_promise() -> Call:
    request = taken()
    return lambda: promised(request)


@tries(settle_promise)
def promise_that_runs() -> Call:
    request = taken()
    promise = promised(request)
    return lambda: settle_promise(promise=promise, actor=request.owner, state=PromiseState.KEPT)


@tries(close_request)
def running_by_the_desk() -> Call:
    request = make_running(make_asker())
    said(request)
    return lambda: close_request(request=request, actor=request.owner, verdict=VERDICT)


@tries(close_request)
def other_side_of_a_closed_one() -> Call:
    request = make_closed(make_asker())
    return lambda: close_request(request=request, actor=request.owner, verdict=VERDICT)


def answered() -> SupportRequest:
    request = taken()
    assert request.owner is not None
    decide_request(
        request=request, actor=request.owner, to=RequestStatus.BEANTWOORD, reason="Lees dit.", alternative="",
        advice=[],
    )  # fmt: skip
    return SupportRequest.objects.get(pk=request.pk)


@tries(settle_answer)
def answer_after_weeks_of_silence() -> Call:
    request = answered()
    return lambda: settle_answer(pk=request.pk, today=timezone.localdate() + ASK_AFTER)


@tries(settle_answer)
def answer_that_nobody_spoke_of() -> Call:
    request = answered()
    before = timezone.now() - CLOSE_AFTER
    SupportRequest.objects.filter(pk=request.pk).update(
        status_since=before, silence_told_at=timezone.now() - NOTICE
    )
    return lambda: settle_answer(pk=request.pk, today=timezone.localdate())


@tries(reopen_request)
def answer_that_did_not_help() -> Call:
    request = answered()
    asker = request.created_by
    assert asker is not None
    return lambda: reopen_request(request=request, actor=asker, text="Wij missen iets.", token="een")


@tries(ask_follow_ups)
def one_that_is_due() -> Call:
    request = make_closed(make_asker())
    due = request.follow_ups.get(months=6).due_on
    return lambda: ask_follow_ups(today=due)


@tries(answer_follow_up)
def one_that_was_asked() -> Call:
    asker = make_asker()
    request = make_closed(asker)
    ask_follow_ups(today=timezone.localdate() + timedelta(days=200))
    row = request.follow_ups.get(months=6)
    return lambda: answer_follow_up(
        follow_up=row, actor=asker, reached=Degree.NO, delivered=Degree.YES, adjustment="Langer doorgaan."
    )


@tries(start_draft_case)
def closed_request() -> Call:
    asker = make_asker()
    request = make_closed(asker)
    return lambda: start_draft_case(request=request, actor=asker)


@tries(forget_links)
def old_link() -> Call:
    said(taken())
    ThreadLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    return forget_links


@tries(forget_conversations)
def old_conversation() -> Call:
    long_ended()
    return forget_conversations


@tries(forget_proposals)
def old_proposal() -> Call:
    long_ended()
    return forget_proposals


@tries(forget_closings)
def old_closing() -> Call:
    long_ended()
    return forget_closings
