"""A proposal: kept as it was shown, answered part by part, and nobody in it who withdrew."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from expertpool.directory.services import withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.engagements.enums import Reply
from matching.engagements.services.answering import record_answer
from matching.models import Message, Proposal, ProposalItem, SupportRequest
from matching.proposals.enums import QUESTION, OfferAnswer
from matching.proposals.offers import Offer, passes_over_better
from matching.proposals.selectors import proposals_of
from matching.proposals.services import (
    Answer,
    AnsweredMeanwhileError,
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
    items_of,
    make_expert,
    make_proposed,
    page_offer,
    person_offer,
    taken_by,
)
from tests.factories.engagements import make_invitation, make_mission, owner_of_profile
from tests.factories.pages import make_case
from tests.factories.requests import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
YES, NO = Answer(OfferAnswer.ACCEPTED.value), Answer(OfferAnswer.REFUSED.value, "Past niet.")


@pytest.fixture
def proposal(asker: User) -> Proposal:
    return make_proposed(asker=asker)


def status_of(request: SupportRequest) -> str:
    return SupportRequest.objects.get(pk=request.pk).status


def send(request: SupportRequest, actor: User, *people: ExpertProfile, **fields: Any) -> Proposal:
    offers = [person_offer(profile) for profile in people]
    values = {"reasons": {offer.key: REASON for offer in offers}, "token": "een", **fields}
    return send_proposal(request=request, actor=actor, offers=offers, **values)


def test_proposal_keeps_what_was_shown_and_which_was_chosen(asker: User) -> None:
    request = make_request(asker)
    desk = taken_by(request)
    first, second = make_expert("Eerste"), make_expert("Tweede")
    proposal = send(
        request, desk, first, second, reasons={f"profile:{second.pk}": REASON}, overruling="Kent de wijk."
    )
    assert status_of(request) == RequestStatus.VOORGESTELD
    assert [(item.key, item.is_chosen, item.reason, item.score) for item in items_of(proposal)] == [
        (f"profile:{first.pk}", False, "", 0.9),
        (f"profile:{second.pk}", True, REASON, 0.9),
    ]
    assert (proposal.engine, proposal.overruling) == ("advies-1", "Kent de wijk.")
    assert [event.data["to"] for event in events_of(request).filter(action="matching.status")][-1] == (
        "voorgesteld"
    )


def test_no_name_of_a_person_is_kept_with_a_proposal(proposal: Proposal) -> None:
    assert set(proposal.items.values_list("title", "url")) == {("", "")}


def test_gemeente_gets_a_mail_without_what_is_proposed(
    proposal: Proposal, run_outbox: Callable[[], int], mailoutbox: list[Any], asker: User
) -> None:
    run_outbox()
    (mail,) = [mail for mail in mailoutbox if "voorstel" in mail.subject]
    assert mail.to == [asker.email]
    assert proposal.request.get_absolute_url() in mail.body
    assert "Expert" not in mail.body
    assert REASON not in mail.body


def test_sending_twice_is_one_proposal(asker: User) -> None:
    request = make_request(asker)
    desk, person = taken_by(request), make_expert()
    assert send(request, desk, person) == send(request, desk, person)
    assert MailMessage.objects.filter(key__contains=":proposal:").count() == 1


def test_second_proposal_waits_for_the_answer_to_the_first(proposal: Proposal) -> None:
    with pytest.raises(WrongStepError):
        send(proposal.request, UserFactory(role="loket"), make_expert(), token="twee")


@pytest.mark.parametrize("gone", ["withdrawn", "only for the desk"])
def test_person_who_is_gone_since_the_page_was_opened_cannot_be_sent(asker: User, gone: str) -> None:
    request = make_request(asker)
    desk, person, other = taken_by(request), make_expert(), make_expert("Ander")
    if gone == "withdrawn":
        withdraw_consent(profile=person, actor=person.user)
    else:
        ExpertProfile.objects.filter(pk=person.pk).update(visibility=Visibility.LOKET)
    with pytest.raises(NotToProposeError):
        send(request, desk, person, other)
    assert status_of(request) == RequestStatus.IN_BEHANDELING
    assert not Proposal.objects.exists()


def test_person_who_is_gone_and_was_not_chosen_leaves_no_trace(asker: User) -> None:
    request = make_request(asker)
    desk, person, other = taken_by(request), make_expert(), make_expert("Ander")
    withdraw_consent(profile=person, actor=person.user)
    proposal = send(request, desk, person, other, reasons={f"profile:{other.pk}": REASON})
    assert [item.key for item in items_of(proposal)] == [f"profile:{other.pk}"]


def test_person_who_withdraws_later_vanishes_for_both_sides(proposal: Proposal, asker: User) -> None:
    first, second = items_of(proposal)
    profile = ExpertProfile.objects.get(pk=int(first.key.partition(":")[2]))
    assert len(proposals_of(proposal.request, asker)[0].items) == 2
    withdraw_consent(profile=profile, actor=profile.user)
    for viewer in (asker, UserFactory(role="loket")):
        (shown,) = proposals_of(proposal.request, viewer)
        assert [row.item for row in shown.items] == [second]
        assert shown.gone == 1


def test_request_moves_on_when_all_is_answered(proposal: Proposal, asker: User) -> None:
    first, second = items_of(proposal)
    answer_proposal(request=proposal.request, actor=asker, answers={first.pk: NO}, token="a")
    assert status_of(proposal.request) == RequestStatus.VOORGESTELD
    answer_proposal(request=proposal.request, actor=asker, answers={second.pk: YES}, token="b")
    assert status_of(proposal.request) == RequestStatus.IN_UITVOERING
    assert MailMessage.objects.filter(key__contains=":answered:").count() == 1
    first.refresh_from_db()
    assert (first.answer, first.word, first.answered_by) == (OfferAnswer.REFUSED, "Past niet.", asker)


def test_request_goes_back_to_the_desk_when_all_is_refused(proposal: Proposal, asker: User) -> None:
    elsewhere = make_proposed(asker=asker)
    ProposalItem.objects.filter(proposal=elsewhere).update(answer=OfferAnswer.ACCEPTED)
    answers = {item.pk: NO for item in items_of(proposal)}
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")
    assert status_of(proposal.request) == RequestStatus.IN_BEHANDELING
    request = proposal.request
    assert send(request, UserFactory(role="loket"), make_expert("Nog een"), token="twee").ended_at is None


def test_person_who_is_gone_needs_no_answer(proposal: Proposal, asker: User) -> None:
    first, second = items_of(proposal)
    profile = ExpertProfile.objects.get(pk=int(second.key.partition(":")[2]))
    withdraw_consent(profile=profile, actor=profile.user)
    answer_proposal(request=proposal.request, actor=asker, answers={first.pk: YES}, token="a")
    assert status_of(proposal.request) == RequestStatus.IN_UITVOERING


def test_answer_to_nothing_ends_a_proposal_of_which_everybody_is_gone(
    proposal: Proposal, asker: User
) -> None:
    for profile in ExpertProfile.objects.all():
        withdraw_consent(profile=profile, actor=profile.user)
    answer_proposal(request=proposal.request, actor=asker, answers={}, token="a")
    assert status_of(proposal.request) == RequestStatus.IN_BEHANDELING


def test_question_is_a_message_and_leaves_the_part_open(proposal: Proposal, asker: User) -> None:
    first, second = items_of(proposal)
    answers = {first.pk: Answer(QUESTION, "Wanneer kan dit?"), second.pk: YES}
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")
    assert "Wanneer kan dit?" in Message.objects.get().text
    first.refresh_from_db()
    assert first.answer == ""
    assert status_of(proposal.request) == RequestStatus.VOORGESTELD


def test_answer_that_was_given_stays(proposal: Proposal, asker: User) -> None:
    first, second = items_of(proposal)
    for _ in "twice":
        answer_proposal(request=proposal.request, actor=asker, answers={first.pk: NO}, token="a")
    for late in (YES, Answer(QUESTION, "Wanneer?")):
        answers = {first.pk: late, second.pk: YES}
        with pytest.raises(AnsweredMeanwhileError):
            answer_proposal(request=proposal.request, actor=asker, answers=answers, token="a")
    assert [item.answer for item in items_of(proposal)] == [OfferAnswer.REFUSED, ""]
    assert not Message.objects.exists()


@pytest.mark.parametrize("seen", [True, False])
def test_tab_that_was_opened_earlier_hears_what_was_answered_meanwhile(
    proposal: Proposal, asker: User, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(asker)
    first, second = items_of(proposal)
    address = f"{proposal.request.get_absolute_url()}voorstel/"
    sent = {
        "token": "b", f"antwoord_{first.pk}": "geaccepteerd", f"antwoord_{second.pk}": "geweigerd",
        f"woord_{second.pk}": "Te ver weg.",
    }  # fmt: skip

    def answer_first() -> None:
        answer_proposal(request=proposal.request, actor=asker, answers={first.pk: NO}, token="a")

    if seen:
        answer_first()
    else:  # after the page of the second tab was judged, before its lock

        def late(**fields: Any) -> Proposal:
            answer_first()
            return answer_proposal(**fields)

        monkeypatch.setattr("matching.proposals.views.answer_proposal", late)
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Er is intussen al geantwoord." in page
    assert "Expert0” staat nu: Nee, dit past niet. Toelichting: Past niet." in page
    assert "Te ver weg." in page
    assert [item.answer for item in items_of(proposal)] == [OfferAnswer.REFUSED, ""]
    same = sent | {f"antwoord_{first.pk}": "geweigerd"}
    assert client.post(address, same).status_code == 302
    assert status_of(proposal.request) == RequestStatus.IN_BEHANDELING


def test_what_was_not_chosen_cannot_be_answered(asker: User) -> None:
    request = make_request(asker)
    desk, person, other = taken_by(request), make_expert(), make_expert("Ander")
    proposal = send(request, desk, person, other, reasons={f"profile:{other.pk}": REASON})
    hidden, _ = items_of(proposal)
    answer_proposal(request=request, actor=asker, answers={hidden.pk: YES}, token="a")
    assert ProposalItem.objects.get(pk=hidden.pk).answer == ""


def test_desk_takes_a_proposal_back_and_makes_another(proposal: Proposal, asker: User) -> None:
    desk = UserFactory(role="loket")
    recall_proposal(request=proposal.request, actor=desk)
    assert status_of(proposal.request) == RequestStatus.IN_BEHANDELING
    assert proposals_of(proposal.request, asker) == []
    with pytest.raises(WrongStepError):
        recall_proposal(request=proposal.request, actor=desk)
    with pytest.raises(WrongStepError):
        answer_proposal(request=proposal.request, actor=asker, answers={}, token="a")
    send(proposal.request, desk, make_expert("Nieuw"), token="twee")


def test_what_was_answered_stays_when_the_rest_is_recalled(proposal: Proposal, asker: User) -> None:
    first, _ = items_of(proposal)
    answer_proposal(request=proposal.request, actor=asker, answers={first.pk: YES}, token="a")
    recall_proposal(request=proposal.request, actor=taken_again(proposal))
    (shown,) = proposals_of(proposal.request, asker)
    assert [item.item.pk for item in shown.items] == [first.pk]
    page = page_of(proposal, asker)
    assert "Het loket haalde dit terug" in page
    assert "Expert1" not in page


def test_answer_stays_in_sight_while_the_rest_waits(proposal: Proposal, asker: User) -> None:
    first, _ = items_of(proposal)
    answer_proposal(request=proposal.request, actor=asker, answers={first.pk: NO}, token="a")
    page = page_of(proposal, asker)
    assert "Dit antwoordde u al" in page
    assert NO.word in page


def taken_again(proposal: Proposal) -> User:
    owner = SupportRequest.objects.get(pk=proposal.request_id).owner
    assert owner
    return owner


def page_of(proposal: Proposal, viewer: User) -> str:
    client = Client()
    client.force_login(viewer)
    return client.get(proposal.request.get_absolute_url()).content.decode()


def test_withdrawn_request_takes_no_answer(proposal: Proposal, asker: User) -> None:
    withdraw_request(request=proposal.request, actor=asker)
    with pytest.raises(WrongStepError):
        answer_proposal(
            request=proposal.request, actor=asker, answers={items_of(proposal)[0].pk: YES}, token="a"
        )


def test_services_refuse_who_may_not_propose_or_answer(proposal: Proposal, asker: User) -> None:
    stranger, expert = UserFactory(role="gemeente"), UserFactory(role="expert")
    before = AuditEvent.objects.count()
    for actor in (stranger, expert, UserFactory(role="kenniscentrum"), UserFactory(role="loket")):
        with pytest.raises(PermissionDenied):
            answer_proposal(request=proposal.request, actor=actor, answers={}, token="a")
    for actor in (asker, expert):
        with pytest.raises(PermissionDenied):
            send(proposal.request, actor, make_expert())
        with pytest.raises(PermissionDenied):
            recall_proposal(request=proposal.request, actor=actor)
    assert AuditEvent.objects.exclude(action__startswith="account").count() <= before + 20
    assert status_of(proposal.request) == RequestStatus.VOORGESTELD


@pytest.mark.parametrize(
    ("chosen", "passes"), [("ab", False), ("a", False), ("b", True), ("ac", True), ("", False)]
)
def test_passing_over_somebody_better_is_seen(chosen: str, passes: bool) -> None:
    offers = [Offer("profile", key, key, "/", 0.5) for key in "abc"]
    assert passes_over_better(offers, chosen) is passes


# Pages


@pytest.fixture
def desk(search_index: Any, as_role: Callable[..., Client]) -> Client:
    return as_role("loket")


def test_page_asks_a_reason_and_keeps_what_was_typed(
    desk: Client, asker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make_request(asker)
    taken_by(request)
    first, second = make_expert("Eerste"), make_expert("Tweede")
    offers = [person_offer(first), person_offer(second, 0.5)]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: offers)
    address = f"/loket/werkvoorraad/{request.reference}/voorstel/"
    form = desk.get(address).context["form"]
    sent = {"shown": form.initial["shown"], "token": "een", "kies_1": "on", "reden_1": ""}
    page = desk.post(address, sent)
    assert page.status_code == 422
    assert "Zeg waarom u dit voorstelt" in page.content.decode()
    sent["reden_1"] = "Kent de wijk goed."
    page = desk.post(address, sent)
    assert page.status_code == 422
    assert "U slaat iets over" in page.content.decode()
    assert "Kent de wijk goed." in page.content.decode()
    sent["overruling"] = "De eerste heeft geen tijd."
    assert desk.post(address, sent).status_code == 302
    assert status_of(request) == RequestStatus.VOORGESTELD


def test_shown_rows_that_were_changed_on_the_way_are_not_believed(desk: Client, asker: User) -> None:
    request = make_request(asker)
    taken_by(request)
    address = f"/loket/werkvoorraad/{request.reference}/voorstel/"
    answer = desk.post(address, {"shown": "vals", "token": "een", "kies_0": "on", "reden_0": REASON})
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_rows_shown_with_another_request_are_not_believed(
    desk: Client, asker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_request(asker), make_request(asker)
    taken_by(first)
    taken_by(second)
    offers = [person_offer(make_expert("Eerste"))]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: offers)
    form = desk.get(f"/loket/werkvoorraad/{first.reference}/voorstel/").context["form"]
    sent = {"shown": form.initial["shown"], "token": "een", "kies_0": "on", "reden_0": REASON}
    assert desk.post(f"/loket/werkvoorraad/{second.reference}/voorstel/", sent).status_code == 422
    assert not Proposal.objects.exists()


@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=st.text(max_size=300))
def test_no_input_gives_a_server_error(desk: Client, proposal: Proposal, asker: User, value: str) -> None:
    value = value.encode("utf-8", "ignore").decode()
    client = Client()
    client.force_login(asker)
    reference, own = proposal.request.reference, proposal.request.get_absolute_url()
    names = ["shown", "token", "kies_0", "reden_0", "overruling", "text", "gelezen", "state", "promise"]
    names += ["promised_by", "promised_to", "due_on", "helped", "reached", "recommends", "what_did_not_work"]
    first, second = items_of(proposal)
    names += [f"antwoord_{first.pk}", f"woord_{second.pk}"]
    for part in ("gesprek", "toezeggingen", "afronden"):
        for leave_out in ("", "gelezen state"):
            sent = {name: value for name in names if name not in leave_out}
            assert client.post(f"/loket/verzoek/{reference}/{part}/", sent).status_code < 500
    sent = dict.fromkeys(names, value)
    assert client.post(f"{own}voorstel/", sent).status_code < 500
    assert desk.post(f"/loket/werkvoorraad/{reference}/voorstel/", sent).status_code < 500
    assert client.get("/gesprek/" + quote(value, safe="") + "/").status_code < 500


def test_gemeente_answers_on_its_page(proposal: Proposal, asker: User) -> None:
    client = Client()
    client.force_login(asker)
    page = client.get(proposal.request.get_absolute_url()).content.decode()
    assert "Expert0" in page
    assert REASON in page
    first, second = items_of(proposal)
    address = f"{proposal.request.get_absolute_url()}voorstel/"
    refused = {"token": "a", f"antwoord_{first.pk}": "geweigerd"}
    answer = client.post(address, refused)
    assert answer.status_code == 422
    assert "waarom dit niet past" in answer.content.decode()
    given = {
        "token": "a", f"antwoord_{first.pk}": "geaccepteerd", f"antwoord_{second.pk}": "geweigerd",
        f"woord_{second.pk}": "Te ver weg.",
    }  # fmt: skip
    assert client.post(address, given).status_code == 302
    assert status_of(proposal.request) == RequestStatus.IN_UITVOERING
    assert "Te ver weg." in client.get(proposal.request.get_absolute_url()).content.decode()


def test_reason_of_overruling_and_what_was_not_chosen_stay_at_the_desk(asker: User, desk: Client) -> None:
    request = make_request(asker)
    officer, person, other = taken_by(request), make_expert("Ooievaar"), make_expert("Ander")
    send(
        request, officer, person, other,
        reasons={f"profile:{other.pk}": REASON}, overruling="Zilverreiger",
    )  # fmt: skip
    client = Client()
    client.force_login(asker)
    page = client.get(request.get_absolute_url()).content.decode()
    assert "Zilverreiger" not in page
    assert "Ooievaar" not in page
    assert "Zilverreiger" in desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()


@pytest.mark.parametrize("role", ["gemeente", "expert", "kenniscentrum", "accountmanager", "redactie"])
def test_others_do_not_find_the_proposal(
    proposal: Proposal, as_role: Callable[..., Client], role: str
) -> None:
    client, own = as_role(role), proposal.request.get_absolute_url()
    for address in (own, f"{own}voorstel/"):
        assert client.get(address).status_code in {403, 404}
        assert client.post(f"{own}voorstel/", {"token": "a"}).status_code in {403, 404}


CHOSEN = "Het is nog niet zeker wie er komt."


def shown_to(user: User, request: SupportRequest) -> str:
    client = Client()
    client.force_login(user)
    return client.get(request.get_absolute_url()).content.decode()


def test_gemeente_reads_that_who_it_chose_must_still_say_yes_until_so_many_come(
    asker: User, search_index: Any
) -> None:
    request = make_request(asker)
    desk, person = taken_by(request), make_expert()
    (item,) = items_of(send(request, desk, person))
    assert CHOSEN not in shown_to(asker, request)
    proposed = MailMessage.objects.get(key__contains=":proposal:").body
    assert "Dan vraagt het loket eerst of hij of zij kan" in proposed
    answer_proposal(request=request, actor=asker, answers={item.pk: YES}, token="een")
    assert CHOSEN in shown_to(asker, request)
    assert "Is het klaar?" not in shown_to(asker, request)
    assert "Nodig hem of haar nu uit" in MailMessage.objects.get(key__contains=":answered:").body
    asked = make_invitation(profile=person, request=SupportRequest.objects.get(pk=request.pk))
    assert CHOSEN in shown_to(asker, request), "asked, and no answer yet"
    record_answer(invitation=asked, reply=Reply.NO, actor=owner_of_profile(person), code="geen_tijd")
    assert CHOSEN in shown_to(asker, request), "who said no is nobody's business"
    make_mission(make_invitation(request=SupportRequest.objects.get(pk=request.pk)))
    assert CHOSEN not in shown_to(asker, request), "somebody else comes"
    assert "Is het klaar?" in shown_to(asker, request)


def test_answer_without_people_promises_no_person(asker: User, site_tree: Any, search_index: Any) -> None:
    request = make_request(asker)
    offer = page_offer(make_case())
    sent = send_proposal(
        request=request, actor=taken_by(request), offers=[offer], reasons={offer.key: REASON}, token="een"
    )
    (item,) = items_of(sent)
    answer_proposal(request=request, actor=asker, answers={item.pk: YES}, token="een")
    assert CHOSEN not in shown_to(asker, request)
    for key in (":proposal:", ":answered:"):
        assert "uit de pool" not in MailMessage.objects.get(key__contains=key).body


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (QUESTION, " Het loket beantwoordt uw vraag. U krijgt daar een mail van."),
        (
            OfferAnswer.ACCEPTED.value,
            " Het loket vraagt wie u koos of het kan. U krijgt een mail als het ja is.",
        ),
        (OfferAnswer.REFUSED.value, ""),
    ],
)
def test_page_says_what_comes_after_an_answer(
    proposal: Proposal, asker: User, search_index: Any, choice: str, told: str
) -> None:
    client = Client()
    client.force_login(asker)
    item = items_of(proposal)[0]
    sent = {f"antwoord_{item.pk}": choice, f"woord_{item.pk}": "Wanneer kan dat?", "token": "een"}
    address = f"/mijn/verzoeken/{proposal.request.reference}/voorstel/"
    page = client.post(address, sent, follow=True)
    assert [str(one) for one in page.context["messages"]] == [f"Uw antwoord is bewaard.{told}"]
