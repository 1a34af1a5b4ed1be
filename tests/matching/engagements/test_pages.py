"""Who helps and the gemeente: who reads what of an invitation, and what never leaves these pages."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from expertpool.models import ExpertProfile, Pause
from matching.engagements.enums import InvitationState, MissionState, Reply
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.views.answering import LINKS_PER_HOUR
from matching.models import RequestContact, SupportRequest
from matching.requests.services.steps import take_request
from tests.browsing import body_of, client_of
from tests.core.test_log_canaries import WORD, lines_with, log, routes_in
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
    owner_of_profile,
)
from tests.factories.requests import PROBLEM, make_asker, make_draft, make_request

__all__ = ["log"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
SECRET = "Alleen tussen loket en deskundige."


def link(invitation: Invitation) -> str:
    return f"/uitnodiging/{invitation.token}/"


def test_expert_answers_on_the_own_page_and_nobody_else_finds_it() -> None:
    invitation, stranger = make_invitation(message=SECRET), owner_of_profile(make_expert())
    address = f"/mijn/uitnodigingen/{invitation.pk}/"
    own = client_of(expert_of(invitation))
    assert SECRET in body_of(own, address)
    assert invitation.request.gemeente.name in body_of(own, "/mijn/uitnodigingen/")
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address, {"reply": "ja"}).status_code == 404
    assert SECRET not in body_of(client_of(stranger), "/mijn/uitnodigingen/")
    assert own.post(address, {"reply": "ja"}).status_code == 302
    mission = Mission.objects.get()
    assert client_of(stranger).get(mission.get_absolute_url()).status_code == 404
    assert own.post(mission.get_absolute_url(), {"doe": "start"}).status_code == 302
    assert own.post(mission.get_absolute_url(), {"report": ""}).status_code == 422
    assert own.post(mission.get_absolute_url(), {"report": "Het is rustiger."}).status_code == 302
    mission.refresh_from_db()
    assert (mission.state, mission.report) == (MissionState.REPORTED, "Het is rustiger.")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies een antwoord."),
        ({"reply": "misschien"}, "Kies een antwoord uit de lijst."),
        ({"reply": "nee"}, "Kies een reden."),
        ({"reply": "andere_datum"}, "Noem de datum"),
        ({"reply": "andere_datum", "proposed_start": "2020-01-01"}, "al voorbij"),
        ({"reply": "nee", "code": "zomaar"}, "Kies een reden uit de lijst."),
    ],
)
def test_answer_that_is_not_complete_is_asked_again(data: dict[str, str], message: str) -> None:
    invitation = make_invitation()
    for client, address in (
        (client_of(expert_of(invitation)), invitation.get_absolute_url()),
        (Client(), link(invitation)),
    ):
        response = client.post(address, data)
        assert response.status_code == 422
        assert message in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT


@pytest.mark.parametrize(("ahead", "status"), [(9, 302), (10, 422), (20, 422), (21, 302)])
def test_other_date_in_the_own_pause_is_refused(ahead: int, status: int) -> None:
    today = timezone.localdate()
    invitation = make_invitation()
    Pause.objects.create(
        profile=invitation.profile, starts=today + timedelta(days=10), ends=today + timedelta(days=20)
    )
    data = {"reply": "andere_datum", "proposed_start": str(today + timedelta(days=ahead))}
    response = client_of(expert_of(invitation)).post(invitation.get_absolute_url(), data)
    assert response.status_code == status
    if status == 422:
        assert "Dan hebt u een pauze." in response.content.decode()


@pytest.mark.parametrize(("ahead", "status"), [(9, 302), (10, 422), (20, 422), (21, 302)])
def test_yes_to_a_day_in_the_own_pause_is_refused(ahead: int, status: int) -> None:
    today = timezone.localdate()
    invitation = make_invitation()
    Pause.objects.create(
        profile=invitation.profile, starts=today + timedelta(days=10), ends=today + timedelta(days=20)
    )
    Invitation.objects.filter(pk=invitation.pk).update(start=today + timedelta(days=ahead))
    response = client_of(expert_of(invitation)).post(invitation.get_absolute_url(), {"reply": "ja"})
    assert response.status_code == status
    assert ("Op de gevraagde dag hebt u een pauze." in response.content.decode()) == (status == 422)


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        (MissionState.PLANNED, True), (MissionState.RUNNING, True),
        (MissionState.REPORTED, False), (MissionState.ENDED, False),
    ],
)  # fmt: skip
def test_whom_to_call_is_read_by_who_comes_as_long_as_the_work_is_to_be_done(
    state: MissionState, seen: bool
) -> None:
    invitation = make_invitation()
    RequestContact.objects.filter(request=invitation.request).delete()
    for place, phone in enumerate(("026 555 77 01", "026 555 77 02"), start=1):
        RequestContact.objects.create(
            request=invitation.request,
            place=place,
            name=f"Kanarie {place}",
            function="Wijkmanager",
            phone=phone,
        )
    asked = client_of(expert_of(invitation))
    for client, address in ((asked, invitation.get_absolute_url()), (Client(), link(invitation))):
        assert "Kanarie" not in body_of(client, address), "who has not answered yet"
    page = body_of(asked, make_mission(invitation, state).get_absolute_url())
    for words in ("Kanarie 1", "026 555 77 01", "Kanarie 2", "026 555 77 02"):
        assert (words in page) is seen
    assert "Kanarie" not in body_of(Client(), link(invitation))


def test_link_shows_the_question_changes_nothing_by_looking_and_takes_the_answer(client: Client) -> None:
    invitation = make_invitation(message=SECRET)
    response = client.get(link(invitation))
    assert SECRET in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.SENT
    assert client.post(link(invitation), {"reply": "ja", "words": "Graag."}).status_code == 302
    page = body_of(client, link(invitation))
    assert "U doet mee" in page
    assert SECRET not in page


def test_link_shows_nothing_of_the_question_nor_of_the_gemeente_once_it_is_closed(client: Client) -> None:
    late, withdrawn = make_invitation(message=SECRET), make_invitation(message=SECRET)
    Invitation.objects.filter(pk=late.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    withdraw_invitation(invitation=withdrawn, actor=withdrawn.request.owner)
    for invitation in (late, withdrawn):
        page = body_of(client, link(invitation))
        assert "gesloten" in page
        assert SECRET not in page
        assert invitation.request.gemeente.name not in page
        client.post(link(invitation), {"reply": "ja"})
    assert not Mission.objects.exists()


@pytest.mark.parametrize("by_link", [True, False])
def test_words_of_an_answer_that_comes_too_late_can_still_be_copied(by_link: bool) -> None:
    invitation = make_invitation(message=SECRET)
    client = Client() if by_link else client_of(expert_of(invitation))
    address = link(invitation) if by_link else invitation.get_absolute_url()
    withdraw_invitation(invitation=invitation, actor=invitation.request.owner)
    answer = client.post(address, {"reply": "nee", "code": "geen_tijd", "words": "Bel mijn buurman."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Deze uitnodiging is ingetrokken. Wat u nu verstuurde, is niet bewaard." in page
    assert "“Bel mijn buurman.”" in page
    assert (SECRET in page) is not by_link


@pytest.mark.parametrize("reply", ["ja", ""])
@pytest.mark.parametrize("by_link", [True, False])
def test_second_tab_hears_what_was_answered_already(reply: str, by_link: bool) -> None:
    invitation = make_invitation()
    record_answer(invitation=invitation, reply=Reply.NO, token=invitation.token, code="geen_tijd")
    client = Client() if by_link else client_of(expert_of(invitation))
    address = link(invitation) if by_link else invitation.get_absolute_url()
    answer = client.post(address, {"reply": reply})
    assert answer.status_code == 422
    assert "U antwoordde al: nee, u doet niet mee." in answer.content.decode()
    assert client.post(address, {"reply": "nee", "code": "geen_tijd"}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.DECLINED


def test_page_of_what_was_withdrawn_names_no_number_that_is_not_there(client: Client) -> None:
    invitation = make_invitation()
    withdraw_invitation(invitation=invitation, actor=invitation.invited_by)
    assert "Bel of mail" not in body_of(client, link(invitation))
    assert "Bel of mail" not in body_of(client_of(expert_of(invitation)), invitation.get_absolute_url())


def test_link_never_shows_whom_of_the_gemeente_to_call_nor_the_words_of_the_request(client: Client) -> None:
    invitation = make_invitation(message=SECRET)
    for page in (
        body_of(client, link(invitation)),
        body_of(client_of(expert_of(invitation)), invitation.get_absolute_url()),
    ):
        assert "Projectleider" not in page
        assert PROBLEM not in page


def test_links_cannot_be_tried_one_after_another(client: Client) -> None:
    for _ in range(LINKS_PER_HOUR):
        assert client.get("/uitnodiging/geraden/").status_code == 404
    assert client.get(link(make_invitation())).status_code == 429


def test_gemeente_sees_that_somebody_is_asked_and_who_only_after_yes() -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    profile = make_expert(title="Oud-wethouder met gezag")
    refused = make_invitation(make_expert(title="Iemand die nee zegt"), request)
    record_answer(invitation=refused, reply=Reply.NO, token=refused.token, code="betrokken", words=SECRET)
    invitation = make_invitation(profile, request, message=SECRET, overrule="")
    client, address = client_of(asker), request.get_absolute_url()
    page = body_of(client, address)
    assert "vroeg iemand uit de pool" in page
    assert profile.title not in page
    record_answer(invitation=invitation, reply=Reply.YES, token=invitation.token, words=SECRET)
    page = body_of(client, address)
    assert profile.title in page
    for never in (SECRET, "Iemand die nee zegt", owner_of_profile(profile).name, invitation.token):
        assert never not in page


def test_report_and_track_record_are_never_public(client: Client) -> None:
    mission = make_mission(state=MissionState.ENDED)
    profile = mission.invitation.profile
    assert profile is not None
    ExpertProfile.objects.update(visibility="openbaar")
    assert "1 opdracht gedaan" in body_of(client_of(expert_of(mission.invitation)), "/mijn/uitnodigingen/")
    page = body_of(client, profile.get_absolute_url())
    assert "opdracht gedaan" not in page
    assert mission.report not in page


def test_own_data_holds_invitations_and_missions_and_no_key() -> None:
    mission = make_mission(make_invitation(message=SECRET), MissionState.REPORTED)
    response = client_of(expert_of(mission.invitation)).get("/mijn/profiel/gegevens.json")
    (row,) = json.loads(response.content)["uitnodigingen"]
    assert (row["wat is de vraag"], row["opdracht"]["verslag"]) == (SECRET, mission.report)
    assert mission.invitation.token not in response.content.decode()


def test_keys_and_words_in_no_line_of_the_log(
    search_index: Any, log: io.StringIO, run_outbox: Callable[[], int], client: Client
) -> None:
    invitation = make_invitation(message=f"{WORD} op straat")
    run_outbox()
    assert invitation.token in mail.outbox[-1].body or any(
        invitation.token in one.body for one in mail.outbox
    )
    client.get(link(invitation), headers={"referer": WORD})
    client.get(f"{link(invitation)}meer/")
    client.post(link(invitation), {"reply": "nee", "code": "anders", "words": WORD})
    desk = client_of(invitation.request.owner)
    desk.get(f"/loket/uitnodigingen/{invitation.pk}/")
    desk.get(f"/loket/werkvoorraad/{invitation.request.reference}/")
    assert {"matching:invitation_link", "matching:desk_invitation"} <= routes_in(log)
    assert lines_with(log, invitation.token) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MissionState.PLANNED, "U doet mee. Het loket neemt contact met u op."),
        (MissionState.RUNNING, "U doet mee. De opdracht loopt."),
        (MissionState.REPORTED, "Deze opdracht is klaar."),
        (MissionState.ENDED, "Deze opdracht is klaar."),
        (MissionState.BROKEN_OFF, "Deze opdracht is gestopt."),
    ],
)
def test_link_of_long_ago_says_how_the_mission_stands(state: MissionState, words: str) -> None:
    mission = make_mission(state=MissionState.PLANNED if state is MissionState.BROKEN_OFF else state)
    Mission.objects.filter(pk=mission.pk).update(state=state)
    assert words in body_of(Client(), link(mission.invitation))


def test_who_was_invited_reads_what_the_gemeente_answered_for_this_kind_and_no_other() -> None:
    own = {"own_mandaat": "Geld verdelen.", "own_korte_lijnen": "De burgemeester.", "own_termijn": "6"}
    request = make_request(kind="topdog", **own)
    SupportRequest.objects.filter(pk=request.pk).update(
        own_answers={**request.own_answers, "kennisvraag": {"vraag": "Alleen voor het loket."}}
    )
    desk = UserFactory(role="loket")
    take_request(request=request, actor=desk)
    invitation = make_invitation(request=SupportRequest.objects.get(pk=request.pk))
    expert = client_of(expert_of(invitation))
    pages = [body_of(Client(), link(invitation)), body_of(expert, invitation.get_absolute_url())]
    pages += [body_of(client_of(desk), f"/loket/uitnodigingen/{invitation.pk}/")]
    invite = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{make_expert().slug}/"
    pages += [body_of(client_of(desk), invite)]
    pages += [body_of(expert, make_mission(invitation).get_absolute_url())]
    for page in pages:
        for told in ("Geld verdelen.", "De burgemeester.", "Een half jaar"):
            assert told in page
        assert "Alleen voor het loket." not in page
    assert "Geld verdelen." not in body_of(Client(), link(invitation)), "once it was answered"


def test_kind_that_sends_nobody_shows_its_answers_to_nobody_who_is_invited() -> None:
    request = make_request(kind="kennisvraag", own_vraag="Wat werkt er?")
    take_request(request=request, actor=UserFactory(role="loket"))
    invitation = make_invitation(request=SupportRequest.objects.get(pk=request.pk))
    assert "Wat werkt er?" not in body_of(Client(), link(invitation))


@pytest.mark.parametrize(("kind", "told"), [("topdog", True), ("kennisvraag", False)])
def test_wizard_says_who_reads_the_answers_to_the_own_questions(kind: str, told: bool) -> None:
    asker = make_asker()
    draft = make_draft(asker, kind=kind)
    shown = body_of(client_of(asker), f"/loket/aanvraag/vragen/?concept={draft.token}")
    assert ("leest ook wie het loket voor u uitnodigt" in shown) is told
