"""What each kind of help does with the general table, its terms and its mails, and what the pages make of it."""

from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.services import add_report, answer_rule, start_rule
from matching.closing.models import MOMENTS
from matching.closing.services import close_request
from matching.closing.silence import settle_answer
from matching.models import Decision, FollowUp, Proposal, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.services import Answer, answer_proposal, recall_proposal, send_proposal
from matching.requests.clock import late_steps
from matching.requests.enums import ClockKind, EscalationStep, RequestKind
from matching.requests.enums import RequestStatus as S
from matching.requests.forms.wizard import STEPS, TITLES, pages_for
from matching.requests.kinds.registry import TYPES, course_of
from matching.requests.kinds.table import row_of
from matching.requests.kinds.types import BEFORE_THE_KIND, Page
from matching.requests.rules import DOES_NOT_FIT
from matching.requests.services.kind import change_kind
from matching.requests.services.steps import decide_request
from matching.requests.workflow import (
    ALLOWED,
    OPEN,
    BarredStepError,
    WrongStepError,
    check_step,
    instead_of,
    states_of,
    steps_from,
)
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import (
    REASON,
    VERDICT,
    items_of,
    make_expert,
    make_proposed,
    make_running,
    person_offer,
    taken_by,
)
from tests.factories.parts import ANSWER, make_member, make_part
from tests.factories.requests import make_asker, make_request
from tests.matching.test_bottlenecks import PLACES, report
from tests.matching.test_who_came_second import LOST, TYPED, at_desk, post, proposal_form

ENDS = {state for state, after in ALLOWED.items() if not after}
NOT_CHOSEN = ""
KINDS = [NOT_CHOSEN, *RequestKind.values]
# What the loket may do with a request that it has in hand, written out once more.
ANSWERED, PROPOSED = {S.BEANTWOORD}, {S.VOORGESTELD}
WAYS: dict[str, set[S]] = {
    NOT_CHOSEN: set(),
    "kennisvraag": ANSWERED | PROPOSED,
    "expertbezoek": PROPOSED,
    "topdog": PROPOSED,
    "adoptieteam": PROPOSED,
    "koppeling": PROPOSED,
    "analyseverrijking": ANSWERED | PROPOSED,
    "uitvoeringsversterking": PROPOSED,
    "regelgeving_knelpunt": ANSWERED,
    "studiebezoek": PROPOSED,
    "collegiale_toets": ANSWERED | PROPOSED,
    "experiment_aanmelden": ANSWERED | PROPOSED,
    "knelpuntenpot_verkenning": ANSWERED | PROPOSED,
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def with_database(test: Any) -> Any:
    return pytest.mark.django_db(pytest.mark.usefixtures("site_tree", "search_index", "nothing_stated")(test))


# The registry


def test_no_two_rows_of_the_table_are_equal() -> None:
    rows = {kind: row_of("", one) for kind, one in TYPES.items()}
    for one, other in combinations(rows, 2):
        assert rows[one] != rows[other], (one, other)


@each_kind
def test_every_kind_says_what_happens_next_and_when(kind: str) -> None:
    one = course_of(kind)
    told = {
        None: one.letters.received, S.VOORGESTELD: one.letters.proposed, S.BEANTWOORD: one.letters.answered,
    }  # fmt: skip
    for step, sentence in told.items():
        assert bool(sentence) == (step not in one.barred), "a sentence for every step that the kind knows"
        assert not sentence or sentence.endswith(".")
    assert all(instead.endswith(".") for instead in one.barred.values())
    assert 0 < one.terms.asks_after < one.terms.closes_after
    assert one.terms.notice >= timedelta(days=7)
    for clock in ClockKind:
        days = [day for _, day in one.terms.late(clock)]
        assert days == sorted(days)
        assert one.terms.late(clock)[-1][0] is EscalationStep.HEAD
    assert one.terms.looks_back == MOMENTS, "the charter's three questions are for all"


def test_sentences_of_one_kind_are_of_no_other() -> None:
    letters = [course_of(kind).letters for kind in KINDS]
    said = [text for one in letters for text in (one.received, one.proposed, one.answered) if text]
    assert len(said) == len(set(said))


@each_kind
def test_pages_of_a_kind_are_pages_of_the_wizard_in_their_order(kind: str) -> None:
    pages = pages_for({"kind": kind or "weet_niet"})
    assert pages == [page for page in TITLES if page in pages]
    assert pages[: len(BEFORE_THE_KIND)] == list(BEFORE_THE_KIND)
    assert {Page.WANTED, Page.LIMITS, Page.FILES, Page.CONTACT} <= set(pages)
    assert (Page.OWN in pages) == bool(course_of(kind).fields)
    assert set(STEPS) | {Page.KNOWN, Page.FILES} == set(TITLES)


# The table of steps


def what_bars(now: S, to: S) -> S:
    """Help that begins without a proposal is barred where a proposal is; the end of a proposal is a way out."""
    return S.VOORGESTELD if (now, to) == (S.IN_BEHANDELING, S.IN_UITVOERING) else to


@each_kind
def test_kind_takes_the_steps_of_the_table_that_it_knows_only(kind: str) -> None:
    known = WAYS[kind]
    for now, after in ALLOWED.items():
        for to in S:
            if to not in after:
                with pytest.raises(WrongStepError, match="Dit kan niet meer"):
                    check_step(now=now, to=to, kind=kind)
            elif (bar := what_bars(now, to)) in {S.BEANTWOORD, S.VOORGESTELD} - known:
                with pytest.raises(BarredStepError) as error:
                    check_step(now=now, to=to, kind=kind)
                assert str(error.value) == instead_of(bar, kind)
                assert to not in steps_from(now, kind)
            else:
                check_step(now=now, to=to, kind=kind)


@each_kind
def test_every_kind_comes_to_an_end_from_every_state_also_one_it_does_not_know(kind: str) -> None:
    for begin in set(S) - ENDS:
        reached, new = {begin}, {begin}
        while new:
            new = {to for now in new for to in steps_from(now, kind)} - reached
            reached |= new
        assert reached & ENDS, begin


def test_state_of_a_request_is_known_to_the_kinds_that_lead_there() -> None:
    assert {kind for kind in KINDS if S.IN_UITVOERING in states_of(kind)} == {
        kind for kind, known in WAYS.items() if S.VOORGESTELD in known
    }
    for kind in KINDS:
        assert {S.INGEDIEND, S.IN_BEHANDELING, S.AFGEWEZEN, S.INGETROKKEN} <= states_of(kind)
        unknown = set(OPEN) - states_of(kind)
        assert unknown <= set(DOES_NOT_FIT), "there is a sentence for it"


# At the loket


def in_hand(kind: str, asker: User | None = None, **own: Any) -> SupportRequest:
    made = make_request(asker or make_asker(), kind=kind or "weet_niet", **own)
    taken_by(made)
    return SupportRequest.objects.get(pk=made.pk)


def of_kind(request: SupportRequest, kind: str) -> SupportRequest:
    """As it may stand there since before the kinds had steps of their own."""
    SupportRequest.objects.filter(pk=request.pk).update(kind=kind)
    return SupportRequest.objects.get(pk=request.pk)


def answer(request: SupportRequest) -> Decision:
    assert request.owner is not None
    return decide_request(
        request=request, actor=request.owner, to=S.BEANTWOORD, reason="Lees dit.", alternative="", advice=[]
    )


def propose(request: SupportRequest) -> Proposal:
    assert request.owner is not None
    offer = person_offer(make_expert(f"Iemand {request.pk}"))
    return send_proposal(
        request=request, actor=request.owner, offers=[offer], reasons={offer.key: REASON}, token="een"
    )


@with_database
@each_kind
def test_services_and_page_of_the_loket_know_the_same_steps(kind: str) -> None:
    request = in_hand(kind)
    client = client_of(UserFactory(role="loket"))
    page = unescape(client.get(at_desk(request)).content.decode())
    assert ('value="beantwoord"' in page) == (S.BEANTWOORD in WAYS[kind])
    assert ("Maak een voorstel" in page) == (S.VOORGESTELD in WAYS[kind])
    assert 'value="afgewezen"' in page
    for to, call in ((S.BEANTWOORD, answer), (S.VOORGESTELD, propose)):
        instead = instead_of(to, kind)
        assert (not instead) or instead in page
        fresh = in_hand(kind)
        if to in WAYS[kind]:
            call(fresh)
            continue
        before = MailMessage.objects.count()
        with pytest.raises(BarredStepError):
            call(fresh)
        assert (Decision.objects.exists(), Proposal.objects.exists()) == (False, False) or WAYS[kind]
        assert MailMessage.objects.count() == before
        fresh.refresh_from_db()
        assert fresh.status == S.IN_BEHANDELING


@with_database
@pytest.mark.parametrize("kind", ["topdog", NOT_CHOSEN])
def test_answer_of_a_kind_that_knows_none_is_refused_and_stays_on_the_page(kind: str) -> None:
    request, client = in_hand(kind), client_of(UserFactory(role="loket"))
    told = post(client, at_desk(request), {"to": "beantwoord", "reason": TYPED})
    assert instead_of(S.BEANTWOORD, kind) in told
    assert TYPED in told
    assert not Decision.objects.exists()
    sent = {"to": "afgewezen", "reason": TYPED, "refusal": "elders", "alternative": "Bel de provincie."}
    assert client.post(at_desk(request), sent).status_code == 302


@with_database
def test_answer_stays_on_the_page_when_the_kind_changes_before_the_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request, client = in_hand("kennisvraag"), client_of(UserFactory(role="loket"))

    def late(**fields: Any) -> Decision:
        of_kind(request, "topdog")
        return decide_request(**fields)

    monkeypatch.setattr("matching.requests.views.desk.decide_request", late)
    told = post(client, at_desk(request), {"to": "beantwoord", "reason": TYPED})
    for words in (TYPED, LOST, instead_of(S.BEANTWOORD, "topdog"), "Bewaar het besluit"):
        assert words in told


@with_database
def test_proposal_that_the_kind_does_not_know_any_more_stays_on_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request, client = in_hand("kennisvraag"), client_of(UserFactory(role="loket"))
    sent = proposal_form(client, request, monkeypatch)
    of_kind(request, "regelgeving_knelpunt")
    told = post(client, at_desk(request, "voorstel/"), sent)
    for words in (TYPED, LOST, instead_of(S.VOORGESTELD, "regelgeving_knelpunt")):
        assert words in told
    assert not Proposal.objects.exists()
    looked = client.get(at_desk(request, "voorstel/"), follow=True)
    assert looked.redirect_chain[0][0] == at_desk(request)
    assert instead_of(S.VOORGESTELD, "regelgeving_knelpunt") in unescape(looked.content.decode())


@with_database
def test_answers_of_parts_are_no_one_answer_for_a_kind_that_brings_people() -> None:
    request = in_hand("topdog")
    member = make_member()
    part = make_part(request)
    assert client_of(member).post(part.get_absolute_url(), {"answer": ANSWER}).status_code == 302
    client, instead = client_of(UserFactory(role="loket")), instead_of(S.BEANTWOORD, "topdog")
    page = unescape(client.get(at_desk(request, "deelvragen/")).content.decode())
    assert instead in page
    assert "Maak er één antwoord van" not in page
    assert client.get(at_desk(request, "antwoord/")).status_code == 302
    told = post(client, at_desk(request, "antwoord/"), {"text": TYPED})
    assert instead in told
    assert TYPED in told
    change_kind(request=request, actor=UserFactory(role="loket"), kind=RequestKind.KENNISVRAAG, reason="Zo.")
    assert client.post(at_desk(request, "antwoord/"), {"text": TYPED}).status_code == 302
    assert Decision.objects.get().reason == TYPED


@with_database
def test_one_answer_to_reporters_passes_by_nobody_whose_kind_became_another() -> None:
    stays, other = report(PLACES[0], "Participatiewet"), report(PLACES[1], "Participatiewet")
    desk = UserFactory(role="loket")
    rule = start_rule(request=stays, actor=desk, name="Participatiewet", article="7", what="Zoektijd.")
    add_report(rule=rule, request=other, actor=desk)
    change_kind(request=other, actor=desk, kind=RequestKind.TOPDOG, reason="Er moet iemand komen.")
    assert answer_rule(rule=rule, actor=desk, text="Het mag wel.") == 2
    states = [SupportRequest.objects.get(pk=request.pk).status for request in (stays, other)]
    assert states == [S.BEANTWOORD, S.INGEDIEND]
    assert [message.text for message in other.messages.all()] == ["Het mag wel."]


# Another kind midway


@with_database
def test_kind_that_does_not_know_the_state_is_neither_offered_nor_taken() -> None:
    proposal = make_proposed()
    running = make_running(make_asker())
    desk = UserFactory(role="loket")
    for request in (proposal.request, running):
        fresh = SupportRequest.objects.get(pk=request.pk)
        why = DOES_NOT_FIT[S(fresh.status)]
        with pytest.raises(WrongStepError, match=why):
            change_kind(request=fresh, actor=desk, kind=RequestKind.KNELPUNT, reason="Zo.")
        page = client_of(desk).get(at_desk(fresh, "soort/")).content.decode()
        assert 'value="regelgeving_knelpunt"' not in page
        assert 'value="topdog"' in page
        told = post(
            client_of(desk), at_desk(fresh, "soort/"), {"kind": "regelgeving_knelpunt", "reason": TYPED}
        )
        assert why in told
        assert TYPED in told
        assert not fresh.kind_changes.exists()
        change_kind(request=fresh, actor=desk, kind=RequestKind.TOPDOG, reason="Zo.")
    recall_proposal(request=proposal.request, actor=desk)
    change_kind(request=proposal.request, actor=desk, kind=RequestKind.KNELPUNT, reason="Zo.")


@with_database
def test_request_in_a_state_that_its_kind_does_not_know_goes_on() -> None:
    asker = make_asker()
    proposal = make_proposed(asker=asker, people=1)
    request = of_kind(proposal.request, "regelgeving_knelpunt")
    page = client_of(UserFactory(role="loket")).get(at_desk(request, "soort/")).content.decode()
    assert 'value="regelgeving_knelpunt"' in page, "the one that it has"
    (item,) = items_of(proposal)
    answers = {item.pk: Answer(OfferAnswer.ACCEPTED.value)}
    answer_proposal(request=request, actor=asker, answers=answers, token="ja")
    assert SupportRequest.objects.get(pk=request.pk).status == S.IN_UITVOERING
    close_request(request=request, actor=asker, verdict=VERDICT)
    answered = in_hand("kennisvraag", asker)
    answer(answered)
    close_request(request=of_kind(answered, "topdog"), actor=asker, verdict=VERDICT)
    assert set(SupportRequest.objects.values_list("status", flat=True)) == {S.AFGEROND}


# Terms


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@with_database
@pytest.mark.parametrize(("kind", "asks", "closes"), [
    ("kennisvraag", 14, 21), ("analyseverrijking", 23, 30), ("regelgeving_knelpunt", 37, 44),
    ("experiment_aanmelden", 53, 60),
])  # fmt: skip
def test_silence_ends_a_request_after_the_days_of_its_kind(kind: str, asks: int, closes: int) -> None:
    request, day = in_hand(kind), date(2026, 3, 2)
    answer(request)
    SupportRequest.objects.filter(pk=request.pk).update(status_since=noon(day))
    for days, told in ((asks - 1, False), (asks, True)):
        settle_answer(pk=request.pk, today=day + timedelta(days=days))
        assert MailMessage.objects.filter(key__contains=":silence:").exists() == told
    SupportRequest.objects.filter(pk=request.pk).update(silence_told_at=noon(day + timedelta(days=asks)))
    page = client_of(request.created_by).get(request.get_absolute_url()).content.decode()
    assert f"Horen wij {closes} dagen niets" in page
    assert "Die dagen tellen vanaf ons antwoord" in page
    assert course_of(kind).terms.why_days in page
    assert bool(course_of(kind).terms.why_days) is (closes != 30)
    for days, state in ((closes - 1, S.BEANTWOORD), (closes, S.AFGEROND)):
        settle_answer(pk=request.pk, today=day + timedelta(days=days))
        assert SupportRequest.objects.get(pk=request.pk).status == state
    assert list(FollowUp.objects.values_list("months", flat=True)) == [6, 12]


@with_database
@pytest.mark.parametrize(
    ("kind", "days"), [("topdog", [1, 2, 3]), ("koppeling", [1, 5, 10]), ("toets", [1, 3, 5])]
)
def test_head_of_the_loket_hears_after_the_days_of_the_kind(kind: str, days: list[int]) -> None:
    request = in_hand("collegiale_toets" if kind == "toets" else kind)
    steps = late_steps(request, today=timezone.localdate() + timedelta(days=200))
    assert [late.step for late in steps] == [EscalationStep.OWNER, EscalationStep.DEPUTY, EscalationStep.HEAD]
    assert [day for _, day in course_of(request.kind).terms.without_answer] == days
    (due,) = {late.due for late in steps}
    day, found = due, []
    while len(found) < len(days):
        day += timedelta(days=1)
        found += [day] * (len(late_steps(request, today=day)) - len(found))
    assert found == sorted(found)
    assert (found[-1] - due).days >= days[-1]


# Mails


def body_of(key: str) -> str:
    return MailMessage.objects.filter(key__contains=key).latest("pk").body


@with_database
@each_kind
def test_mails_and_page_say_what_happens_next_with_this_kind(kind: str) -> None:
    asker, letters = make_asker(), course_of(kind).letters
    request = make_request(asker, kind=kind or "weet_niet")
    assert letters.received in body_of(":received")
    assert letters.received in unescape(
        client_of(asker).get(f"{request.get_absolute_url()}?nieuw=1").content.decode()
    )
    for to, call, key, sentence in (
        (S.BEANTWOORD, answer, ":decision:", letters.answered),
        (S.VOORGESTELD, propose, ":proposal:", letters.proposed),
    ):
        if to in WAYS[kind]:
            call(in_hand(kind, asker))
            assert sentence in body_of(key)


@with_database
def test_refusal_says_nothing_of_what_comes_after_an_answer() -> None:
    request = in_hand("kennisvraag")
    assert request.owner is not None
    decide_request(
        request=request, actor=request.owner, to=S.AFGEWEZEN, reason="Nee.", alternative="Bel.", advice=[]
    )
    assert course_of("kennisvraag").letters.answered not in body_of(":decision:")


# The wizard


@with_database
def test_wizard_passes_by_a_page_that_the_kind_does_not_have() -> None:
    client: Client = client_of(make_asker())
    at = "/loket/aanvraag/{}/?concept=een"
    client.post(at.format("probleem"), {"problem": "Een regel houdt ons tegen bij het leren."})
    own = {
        "own_regeling": "Participatiewet",
        "own_wat_blokkeert": "Leren.",
        "own_artikel": "",
        "own_tijdelijke_route": "",
    }
    for kind, sent, after in (
        ("regelgeving_knelpunt", own, "doel"),
        ("kennisvraag", {"own_vraag": "Wat werkt?", "own_waarvoor_antwoord": ""}, "geprobeerd"),
    ):
        client.post(at.format("soort"), {"kind": kind})
        assert client.post(at.format("vragen"), sent).headers["Location"] == at.format(after)
