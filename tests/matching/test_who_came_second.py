"""Who comes second at the loket: nothing is saved, what was typed stays on the page, and it says what the other did."""

from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from expertpool.directory.services import withdraw_consent
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.models import BlockingRule
from matching.blocking.services import answer_rule, start_rule
from matching.closing.services import ask_follow_ups, close_request
from matching.closing.silence import reopen_request
from matching.joint.services import link_request, remove_link
from matching.merging.models import MergedRequest
from matching.merging.services import merge_request
from matching.models import Decision, Proposal, SupportRequest
from matching.proposals.services import recall_proposal
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.services.steps import decide_request, withdraw_request
from matching.teams.services.ending import stop_team
from matching.teams.services.log import record_breakthrough
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import (
    VERDICT,
    items_of,
    make_closed,
    make_expert,
    make_proposed,
    make_running,
    person_offer,
    taken_by,
)
from tests.factories.engagements import make_invitation
from tests.factories.requests import KIND, make_asker, make_request
from tests.factories.teams import make_forming, make_running_team
from tests.matching.test_bottlenecks import PLACES, report
from tests.matching.test_two_tabs import team_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index", "nothing_stated")]
TYPED = "Dit typte ik zelf, met zorg."
LOST = "Wat u typte is niet bewaard."


@pytest.fixture
def request_(asker: User) -> SupportRequest:
    """In hand."""
    made = make_request(asker)
    taken_by(made)
    return SupportRequest.objects.get(pk=made.pk)


@pytest.fixture
def colleague() -> User:
    user: User = UserFactory(role="loket", name="Eerste Collega")
    return user


@pytest.fixture
def second() -> Client:
    return client_of(UserFactory(role="loket"))


def at_desk(request: SupportRequest, page: str = "") -> str:
    return f"/loket/werkvoorraad/{request.reference}/{page}"


def post(client: Client, address: str, sent: dict[str, Any]) -> str:
    answer = client.post(address, sent)
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def refuse(request: SupportRequest, actor: User) -> None:
    decide_request(
        request=request, actor=actor, to=RequestStatus.AFGEWEZEN, reason="Dit kan een ander beter.",
        alternative="Bel de provincie.", advice=[], refusal=RefusalReason.ELSEWHERE,
    )  # fmt: skip


def end(request: SupportRequest, asker: User) -> None:
    withdraw_request(request=request, actor=asker)


@pytest.mark.parametrize("seen", [True, False], ids=["before it was sent", "between page and lock"])
def test_decision_of_who_came_second_stays_on_the_page(
    request_: SupportRequest, colleague: User, second: Client, seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert second.get(at_desk(request_)).status_code == 200
    if seen:
        refuse(request_, colleague)
    else:

        def late(**fields: Any) -> Decision:
            refuse(request_, colleague)
            return decide_request(**fields)

        monkeypatch.setattr("matching.requests.views.desk.decide_request", late)
    sent = {"to": "beantwoord", "reason": TYPED, "alternative": "Of zo."}
    told = post(second, at_desk(request_), sent)
    for words in (
        TYPED,
        "Of zo.",
        LOST,
        "‘afgewezen’",
        "Dat deed Eerste Collega.",
        "Dit kan een ander beter.",
    ):
        assert words in told
    assert "Bewaar het besluit" not in told
    assert Decision.objects.get(request=request_).by == colleague
    assert MailMessage.objects.filter(key__contains=":decision:").count() == 1


def test_who_looks_at_what_is_decided_sees_no_form(
    request_: SupportRequest, colleague: User, second: Client
) -> None:
    refuse(request_, colleague)
    page = second.get(at_desk(request_)).content.decode()
    assert "Neem een besluit" not in page
    assert "niet bewaard" not in page


def test_kind_and_owner_of_what_ended_meanwhile_keep_what_was_typed(
    request_: SupportRequest, asker: User, second: Client
) -> None:
    other = UserFactory(role="loket", name="Nieuwe Eigenaar")
    end(request_, asker)
    told = post(second, at_desk(request_, "soort/"), {"kind": "kennisvraag", "reason": TYPED})
    assert TYPED in told
    assert "Dat deed de gemeente." in told
    told = post(second, at_desk(request_, "eigenaar/"), {"owner": other.pk, "deputy": ""})
    assert f'<option value="{other.pk}" selected' in told
    assert LOST in told
    request_.refresh_from_db()
    assert (request_.kind, request_.owner_id != other.pk) == (KIND, True)
    for page in ("soort/", "eigenaar/"):
        assert second.get(at_desk(request_, page)).status_code == 302


def test_dossier_of_who_came_second_is_not_dropped(colleague: User, second: Client) -> None:
    one = report(PLACES[0], "Participatiewet")
    rule = start_rule(request=one, actor=colleague, name="Participatiewet", article="7", what="Zoektijd.")
    address = at_desk(one, "regel/")
    sent = {"name": "Participatiewet", "article": "7", "what": TYPED}
    told = post(second, address, sent)
    for words in (TYPED, LOST, "Dat maakte Eerste Collega.", "Participatiewet"):
        assert words in told
    assert list(BlockingRule.objects.all()) == [rule]
    assert second.post(address, {**sent, "what": "Zoektijd."}).status_code == 302, "the same once more"
    assert second.get(address).status_code == 302


def test_answer_to_reporters_that_have_one_is_not_dropped(colleague: User, second: Client) -> None:
    one = report(PLACES[0], "Participatiewet")
    rule = start_rule(request=one, actor=colleague, name="Participatiewet", article="7", what="Zoektijd.")
    answer_rule(rule=rule, actor=colleague, text="Het mag wel.")
    told = post(second, rule.get_absolute_url(), {"doe": "antwoord", "text": TYPED})
    for words in (TYPED, LOST, "Het mag wel."):
        assert words in told
    rule.refresh_from_db()
    assert rule.answer == "Het mag wel."


CLOSING = {"helped": "nee", "reached": "nee", "recommends": "nee", "what_did_not_work": TYPED}


def test_closing_answers_of_a_colleague_are_shown_and_the_own_stay_on_the_page(
    asker: User, second: Client
) -> None:
    request = make_running(asker)
    assert request.owner is not None
    close_request(request=request, actor=request.owner, verdict=VERDICT)
    address = f"/loket/verzoek/{request.reference}/afronden/"
    told = post(second, address, CLOSING)
    for words in (TYPED, LOST, VERDICT.what_did_not_work):
        assert words in told
    assert request.closing_answers.get().what_did_not_work == VERDICT.what_did_not_work


def test_own_answers_of_a_colleague_are_shown_to_who_comes_second(asker: User, second: Client) -> None:
    request = make_running(asker)
    close_request(
        request=request, actor=asker, verdict=replace(VERDICT, own=(("Kunt u verder?", "Nu wel."),))
    )
    client = Client()
    client.force_login(make_asker())
    given = {
        "helped": "ja",
        "reached": "deels",
        "recommends": "ja",
        "what_did_not_work": VERDICT.what_did_not_work,
    }
    told = post(client, reverse("matching:close", args=[request.reference]), {**given, "own_1": TYPED})
    for words in (TYPED, LOST, "Kunt u verder: Nu wel."):
        assert words in told


def test_closing_of_what_the_gemeente_opened_again_keeps_the_words(
    request_: SupportRequest, asker: User, colleague: User, second: Client
) -> None:
    decide_request(
        request=request_,
        actor=colleague,
        to=RequestStatus.BEANTWOORD,
        reason="Lees dit.",
        alternative="",
        advice=[],
    )
    reopen_request(request=request_, actor=asker, text="Wij missen iets.", token="een")
    told = post(second, f"/loket/verzoek/{request_.reference}/afronden/", CLOSING)
    for words in (TYPED, LOST, "‘in behandeling’", "Dat deed de gemeente."):
        assert words in told
    assert not request_.closing_answers.exists()


def test_charter_answers_of_a_colleague_are_shown_and_the_own_stay(asker: User) -> None:
    request = make_closed(asker)
    ask_follow_ups(today=timezone.localdate() + timedelta(days=200))
    address = f"{request.get_absolute_url()}nazorg/6/"
    first = {"reached": "ja", "delivered": "nee", "adjustment": "Wij gaan door."}
    assert client_of(asker).post(address, first).status_code == 302
    told = post(client_of(make_asker()), address, {"reached": "nee", "delivered": "nee", "adjustment": TYPED})
    for words in (TYPED, LOST, "Wij gaan door."):
        assert words in told
    assert request.follow_ups.get(months=6).adjustment == "Wij gaan door."


def test_reason_of_who_merges_what_a_colleague_merged_stays(
    request_: SupportRequest, asker: User, colleague: User, second: Client
) -> None:
    winner, other = make_request(asker), make_request(asker)
    merge_request(request=request_, into=winner, actor=colleague, reason="Hetzelfde.")
    sent = {"into": other.reference, "reason": TYPED, "bevestig": "ja"}
    told = post(second, at_desk(request_, "samenvoegen/"), sent)
    for words in (TYPED, LOST, f"gaat al verder in {winner.reference}", "Dat deed Eerste Collega."):
        assert words in told
    assert MergedRequest.objects.get().into == winner


def test_reason_of_who_may_not_merge_yet_stays(asker: User, second: Client) -> None:
    request = make_invitation().request
    winner = make_request(request.created_by)
    sent = {"into": winner.reference, "reason": TYPED, "bevestig": "ja"}
    told = post(second, at_desk(request, "samenvoegen/"), sent)
    assert TYPED in told
    assert "Wat u typte is niet bewaard" in told


def proposal_form(client: Client, request: SupportRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is sent of two people who were shown."""
    offers = [person_offer(make_expert("Blijver")), person_offer(make_expert("Vertrekker"), 0.5)]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: offers)
    shown = client.get(at_desk(request, "voorstel/")).context["form"].initial["shown"]
    return {
        "shown": shown, "token": "twee", "kies_0": "on", "reden_0": TYPED, "kies_1": "on",
        "reden_1": "Ook goed.", "overruling": "",
    }  # fmt: skip


def test_proposal_of_who_came_second_stays_on_the_page(
    request_: SupportRequest, colleague: User, second: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = proposal_form(second, request_, monkeypatch)
    refuse(request_, colleague)
    told = post(second, at_desk(request_, "voorstel/"), sent)
    for words in (TYPED, "Ook goed.", LOST, "Dat deed Eerste Collega."):
        assert words in told
    assert not Proposal.objects.exists()


def test_proposal_with_somebody_who_left_keeps_the_words_about_the_others(
    request_: SupportRequest, second: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = proposal_form(second, request_, monkeypatch)
    gone = ExpertProfile.objects.get(title="Vertrekker")
    assert gone.user is not None
    withdraw_consent(profile=gone, actor=gone.user)
    told = post(second, at_desk(request_, "voorstel/"), sent)
    assert TYPED in told
    assert "Er is nog niets verstuurd." in told
    assert "Vertrekker" not in told
    assert not Proposal.objects.exists()
    again = second.post(at_desk(request_, "voorstel/"), sent)
    form = again.context["form"]
    kept = {"shown": form.initial["shown"], "token": "twee", "kies_0": "on", "reden_0": TYPED}
    assert second.post(at_desk(request_, "voorstel/"), kept).status_code == 302
    assert Proposal.objects.get().items.get(is_chosen=True).reason == TYPED


def test_answer_to_a_proposal_that_was_taken_back_stays_on_the_page(asker: User) -> None:
    proposal = make_proposed(asker=asker, people=1)
    (item,) = items_of(proposal)
    assert proposal.made_by is not None
    recall_proposal(request=proposal.request, actor=proposal.made_by)
    sent = {"token": "b", f"antwoord_{item.pk}": "geweigerd", f"woord_{item.pk}": TYPED}
    address = f"{proposal.request.get_absolute_url()}voorstel/"
    told = post(client_of(asker), address, sent)
    for words in (TYPED, "het loket haalde het terug", "Dat deed het loket."):
        assert words in told
    assert "Expert0" not in told
    assert str(proposal.made_by) not in told
    assert client_of(asker).get(address).status_code == 302


def test_note_to_a_joint_question_that_fell_apart_stays_on_the_page(
    request_: SupportRequest, colleague: User, second: Client
) -> None:
    other = make_request()
    link_request(request=request_, other=other, actor=colleague, title="Jongeren")
    remove_link(request=other, actor=colleague)
    for sent in ({"doe": "sessie", "note": TYPED, "session_on": ""}, {"doe": "titel", "title": TYPED}):
        told = post(second, at_desk(request_, "verband/"), sent)
        assert TYPED in told
        assert "een collega haalde ze net los" in told


def test_words_for_a_team_that_stopped_stay_on_the_page(asker: User) -> None:
    team = make_forming(asker)
    desk = client_of(team.request.owner)
    end(team.request, asker)
    stop_team(team=team)
    today = timezone.localdate()
    day, later = (today - timedelta(days=1)).isoformat(), (today + timedelta(days=60)).isoformat()
    blockade = {"text": TYPED, "held_by": "directeur", "kind": "anders", "noted_on": day, "token": "een"}
    pages = {
        "wijzigen/": {"assignment": TYPED, "starts_on": "", "ends_on": later},
        "blokkade/": blockade,
        f"blokkade/{team.blockades.all()[0].pk}/": blockade,
        "lessen/": {"lessons": TYPED},
    }
    for page, sent in pages.items():
        told = post(desk, f"{team_page(team)}{page}", sent)
        assert TYPED in told, page
        assert "Dit kan niet meer" in told, page
        assert desk.get(f"{team_page(team)}{page}").status_code == 404


def test_breakthrough_that_somebody_wrote_first_stays_and_the_own_words_too(asker: User) -> None:
    team, expert = make_running_team(asker)
    row = team.blockades.all()[0]
    today = timezone.localdate()
    record_breakthrough(blockade=row, actor=expert, broken_on=today, breakthrough="Zij spraken elkaar.")
    address = f"{team_page(team)}blokkade/{row.pk}/"
    sent = {"broken_on": today.isoformat(), "breakthrough": TYPED}
    told = post(client_of(asker), f"{address}doorbraak/", sent)
    for words in (TYPED, LOST, "Zij spraken elkaar."):
        assert words in told
    same = {**sent, "breakthrough": "Zij spraken elkaar."}
    assert client_of(asker).post(f"{address}doorbraak/", same).status_code == 302
    changed = {"text": TYPED, "held_by": "directeur", "kind": "anders", "noted_on": row.noted_on.isoformat()}
    assert "net doorbroken" in post(client_of(asker), address, changed)
    row.refresh_from_db()
    assert (row.breakthrough, row.text != TYPED) == ("Zij spraken elkaar.", True)
