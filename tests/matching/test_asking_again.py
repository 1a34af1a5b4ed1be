"""A gemeente that was refused, or that refused all, finds on its page how to go on."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import ProblemLabel
from matching.models import RequestDraft, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.selectors import count_refused, proposals_of
from matching.proposals.services import Answer, answer_proposal, recall_proposal, send_proposal
from matching.requests.chosen import chosen_in
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.rules import may_start_again
from matching.requests.services.again import GONE, start_again
from matching.requests.services.drafts import keep_answers
from matching.requests.services.forgetting import REMOVED
from matching.requests.services.steps import decide_request, withdraw_request
from matching.requests.services.submit import submit_request
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import REASON, items_of, make_expert, person_offer, taken_by
from tests.factories.engagements import make_taken_request
from tests.factories.requests import PROBLEM, make_asker, make_request
from tests.factories.wizard import CONTACT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
BUTTON = "Vraag opnieuw met deze tekst"


def refused(asker: User, **changed: Any) -> SupportRequest:
    request = make_request(asker, **changed)
    decide_request(
        request=request, actor=taken_by(request), to=RequestStatus.AFGEWEZEN, reason="Nu niet.",
        alternative="Bel de provincie.", advice=[], refusal=RefusalReason.NOBODY,
    )  # fmt: skip
    return SupportRequest.objects.get(pk=request.pk)


# Anew, with the same text


def test_draft_is_filled_from_the_request_and_can_be_sent(asker: User) -> None:
    until = timezone.localdate() + timedelta(days=9)
    request = refused(
        asker, tried="Een buurtfeest.", excluded="De vorige.", confidential_until=until.isoformat()
    )
    draft = start_again(request=request, actor=asker, token="nieuw")
    made = submit_request(draft=keep_answers(actor=asker, answers=dict(CONTACT), token="nieuw"), actor=asker)
    assert made.pk != request.pk
    for name in (
        "wijk",
        "kind",
        "problem",
        "tried",
        "wanted",
        "urgency",
        "excluded",
        "confidential_until",
        "own_answers",
    ):
        assert getattr(made, name) == getattr(request, name), name
    assert made.own_answers, "there was something to take along"
    assert draft.answers["problem"] == PROBLEM
    assert not {"contact_name", "contact"} & set(draft.answers), "the wizard asks whom to call"
    assert events_of(request).filter(action="matching.started_again", actor=asker).count() == 1


def test_same_button_twice_is_one_draft_and_nothing_is_replaced(asker: User) -> None:
    other = keep_answers(actor=asker, answers={"problem": "Iets anders."}, token="open")
    request = refused(asker)
    assert start_again(request=request, actor=asker, token="a") == start_again(
        request=request, actor=asker, token="a"
    )
    assert start_again(request=request, actor=asker, token="b").pk
    assert RequestDraft.objects.filter(user=asker, submitted=None).count() == 3
    other.refresh_from_db()
    assert other.answers == {"problem": "Iets anders."}
    assert events_of(request).filter(action="matching.started_again").count() == 2


def test_what_is_over_or_was_never_chosen_is_not_taken_along(asker: User) -> None:
    request = refused(asker)
    label = ProblemLabel.objects.order_by("code")[0]
    request.problems.set([label])
    past = timezone.localdate() - timedelta(days=1)
    SupportRequest.objects.update(confidential_until=past, kind="")
    answers = start_again(request=request, actor=asker, token="a").answers
    assert (answers["confidential_until"], answers["kind"]) == ("", "weet_niet")
    assert chosen_in(answers) == [], "what was read in the text is read again"
    SupportRequest.objects.update(problems_chosen=True, confidential_until=timezone.localdate())
    answers = start_again(request=request, actor=asker, token="b").answers
    assert chosen_in(answers) == [label.code]
    assert answers["confidential_until"] == timezone.localdate().isoformat()


@pytest.mark.parametrize("status", list(RequestStatus))
def test_only_of_what_ended_without_help_and_only_by_the_own_gemeente(
    asker: User, status: RequestStatus
) -> None:
    request = make_request(asker)
    SupportRequest.objects.update(status=status)
    request.refresh_from_db()
    may = status in {RequestStatus.AFGEWEZEN, RequestStatus.INGETROKKEN}
    assert may_start_again(asker, request) is may
    for stranger in (
        UserFactory(role="gemeente"),
        UserFactory(role="loket"),
        UserFactory(role="accountmanager"),
    ):
        assert not may_start_again(stranger, request)
        with pytest.raises(PermissionDenied):
            start_again(request=request, actor=stranger, token="x")
    assert (BUTTON in client_of(asker).get(request.get_absolute_url()).content.decode()) is may


def test_text_that_was_forgotten_is_not_offered(asker: User) -> None:
    request = refused(asker)
    SupportRequest.objects.update(problem=REMOVED)
    with pytest.raises(WrongStepError, match=GONE):
        start_again(request=request, actor=asker, token="a")
    client = client_of(asker)
    assert BUTTON not in client.get(request.get_absolute_url()).content.decode()
    told = client.post(f"{request.get_absolute_url()}opnieuw/", {"token": "a"}, follow=True)
    assert GONE in told.content.decode()


def test_page_leads_from_the_refusal_into_the_wizard(asker: User, search_index: Any) -> None:
    request, client = refused(asker), client_of(asker)
    page = client.get(request.get_absolute_url())
    told = page.content.decode()
    assert BUTTON in told
    assert "zeg erin wat er anders is" in told
    token = page.context["again_token"]
    for _ in range(2):
        step = client.post(f"{request.get_absolute_url()}opnieuw/", {"token": token}, follow=True)
    assert step.redirect_chain[-1][0] == f"/loket/aanvraag/probleem/?concept={token}"
    assert PROBLEM in step.content.decode()
    assert "Uw tekst staat klaar in een nieuwe aanvraag." in step.content.decode()
    assert RequestDraft.objects.filter(user=asker, submitted=None).count() == 1
    colleague = make_asker()
    taken = client_of(colleague).get(request.get_absolute_url()).content.decode()
    assert BUTTON in taken, "whoever works for the gemeente may ask anew"


def test_what_was_withdrawn_may_be_asked_anew(asker: User) -> None:
    request = make_request(asker)
    withdraw_request(request=request, actor=asker)
    page = client_of(asker).get(request.get_absolute_url()).content.decode()
    assert BUTTON in page
    assert "zeg erin wat er anders is" not in page


# Only no


def propose(request: SupportRequest, token: str) -> Any:
    offers = [person_offer(make_expert(f"Expert {token}{number}")) for number in range(2)]
    reasons = {offer.key: REASON for offer in offers}
    assert request.owner is not None
    return send_proposal(request=request, actor=request.owner, offers=offers, reasons=reasons, token=token)


def reply(proposal: Any, asker: User, *choices: OfferAnswer) -> None:
    items = items_of(proposal)
    answers = {
        item.pk: Answer(choice.value, "Past niet.") for item, choice in zip(items, choices, strict=False)
    }
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token=f"a{proposal.pk}")


NO, YES = OfferAnswer.REFUSED, OfferAnswer.ACCEPTED


def test_only_proposals_with_nothing_but_no_count_and_only_the_last(asker: User) -> None:
    request = make_taken_request(asker=asker)
    assert count_refused(proposals_of(request, asker)) == 0
    reply(propose(request, "1"), asker, NO, NO)
    assert count_refused(proposals_of(request, asker)) == 1
    second = propose(request, "2")
    assert count_refused(proposals_of(request, asker)) == 1, "what waits for an answer says nothing yet"
    reply(second, asker, NO)
    recall_proposal(request=request, actor=request.owner)
    assert count_refused(proposals_of(request, asker)) == 1, "nor does what was taken back"
    reply(propose(request, "3"), asker, NO, NO)
    assert count_refused(proposals_of(request, asker)) == 2
    reply(propose(request, "4"), asker, NO, YES)
    assert count_refused(proposals_of(request, asker)) == 0


def test_both_sides_read_what_happens_after_only_no(
    asker: User, as_role: Callable[..., Client], search_index: Any
) -> None:
    request = make_taken_request(UserFactory(role="loket", name="Vera Vos"), asker)
    desk, address = as_role("loket"), f"/loket/werkvoorraad/{request.reference}/"
    own = client_of(asker)
    assert "Schrijf wat zou helpen" not in own.get(request.get_absolute_url()).content.decode()
    reply(propose(request, "1"), asker, NO, NO)
    told = unescape(own.get(request.get_absolute_url()).content.decode())
    for words in (
        "U zei nee op alles in het voorstel.", "Vera Vos van het loket zoekt verder.", "U krijgt opnieuw een",
        "Schrijf wat zou helpen", f'href="/loket/verzoek/{request.reference}/gesprek/"',
    ):  # fmt: skip
        assert words in told
    assert "of het loket u belt" not in told
    assert "De gemeente zei nee op alles in het laatste voorstel." in desk.get(address).content.decode()
    second = propose(request, "2")
    assert "U zei nee op alles" not in own.get(request.get_absolute_url()).content.decode()
    reply(second, asker, NO, NO)
    told = unescape(own.get(request.get_absolute_url()).content.decode())
    assert "U zei nee op alles in de laatste 2 voorstellen." in told
    assert "of het loket u belt" in told
    User.objects.filter(name="Vera Vos").update(is_active=False)
    told = unescape(own.get(request.get_absolute_url()).content.decode())
    assert "Het loket zoekt verder, zodra iemand daar het verzoek oppakt." in told
