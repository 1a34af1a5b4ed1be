"""The pages: who reads what, and what never leaves them."""

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
from matching.engagements.forms import InviteForm
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.views.answering import LINKS_PER_HOUR
from matching.models import RequestContact, SupportRequest
from matching.requests.services.steps import take_request
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


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def link(invitation: Invitation) -> str:
    return f"/uitnodiging/{invitation.token}/"


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def form_data(**changed: Any) -> dict[str, Any]:
    answer_by = timezone.localdate() + timedelta(days=7)
    return {
        "message": "Wilt u helpen?",
        "days": 2,
        "start": "",
        "answer_by": answer_by.isoformat(),
        **changed,
    }


def test_loket_invites_with_what_is_filled_in_beforehand(
    search_index: Any, as_role: Callable[..., Client]
) -> None:
    desk, profile = as_role("loket"), make_expert()
    request = make_taken_request(desk.user)  # type: ignore[attr-defined]
    address = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    page = body_of(desk, address)
    assert PROBLEM in page
    assert "0 van 2" in page
    assert desk.post(address, form_data()).status_code == 302
    assert Invitation.objects.get().message == "Wilt u helpen?"
    assert profile.title in body_of(desk, f"/loket/werkvoorraad/{request.reference}/")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"message": ""}, "Vul dit in."),
        ({"message": "Bel mevrouw Jansen op 06-12345678"}, "Het gaat om"),
        ({"days": 0}, "Kies 1 of meer."),
        ({"answer_by": "2020-01-01"}, "Kies een dag na vandaag"),
        ({"answer_by": "2099-01-01"}, "Kies een dag na vandaag"),
        ({"answer_by": "morgen"}, "geen datum"),
        ({"start": "2020-01-01"}, "al voorbij"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    as_role: Callable[..., Client], changed: dict[str, Any], message: str
) -> None:
    desk, profile = as_role("loket"), make_expert()
    request = make_taken_request(desk.user)  # type: ignore[attr-defined]
    address = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    response = desk.post(address, form_data(**changed))
    assert response.status_code == 422
    assert message in response.content.decode()
    if "message" not in changed:
        assert "Wilt u helpen?" in response.content.decode()
    assert not Invitation.objects.exists()


def test_days_are_those_that_were_asked_and_at_most_those_of_the_kind(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    own: dict[str, Any] = {"own_deskundigheid": "Rust op straat.", "own_dagen": 3}
    request, profile = make_request(kind="expertbezoek", **own), make_expert(days_per_month=4)
    take_request(request=request, actor=desk.user)  # type: ignore[attr-defined]
    address = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    assert desk.get(address).context["form"]["days"].value() == 3
    refused = desk.post(address, form_data(days=6))
    assert refused.status_code == 422
    assert "Bij deze soort hulp horen hoogstens 5 dagen." in str(refused.context["form"].errors["days"])
    assert not Invitation.objects.exists()
    assert desk.post(address, form_data(days=5)).status_code == 302


def test_days_filled_in_beforehand_are_within_those_of_the_kind() -> None:
    """A visit for study is two days at most; this person has four a month."""
    request = SupportRequest(kind="studiebezoek", own_answers={})
    form = InviteForm(request=request, profile=make_expert(days_per_month=4), is_full=False)
    assert form["days"].value() == 2


def test_field_for_the_reason_appears_when_somebody_filled_up_meanwhile(
    as_role: Callable[..., Client],
) -> None:
    desk, profile = as_role("loket"), make_expert(max_parallel=1)
    request = make_taken_request(desk.user)  # type: ignore[attr-defined]
    address = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    assert "Waarom nodigt u toch uit?" not in body_of(desk, address)
    make_invitation(profile)
    response = desk.post(address, form_data())
    assert response.status_code == 422
    assert "Waarom nodigt u toch uit?" in response.content.decode()
    assert desk.post(address, form_data(overrule="Niemand anders kan dit.")).status_code == 302
    assert Invitation.objects.get(request=request).overruling == "Niemand anders kan dit."


def test_person_in_the_advice_has_a_button_and_a_full_one_is_not_proposed(
    search_index: Any, as_role: Callable[..., Client], run_outbox: Callable[[], int]
) -> None:
    from expertpool.directory.services import announce

    profile = make_expert(summary=PROBLEM, about=PROBLEM, max_parallel=2)
    announce(profile)
    run_outbox()
    desk = as_role("loket")
    request = make_taken_request(desk.user)  # type: ignore[attr-defined]
    address = f"/loket/werkvoorraad/{request.reference}/"
    page = body_of(desk, address)
    assert f"{address}uitnodigen/{profile.slug}/" in page
    assert ("Nu bezet: 0 van 2" in page, "100 van 100" in page) == (True, True)
    make_invitation(profile)
    page = body_of(desk, address)
    assert ("Nu bezet: 1 van 2" in page, "50 van 100" in page) == (True, True)
    make_invitation(profile, request)
    assert f"{address}uitnodigen/{profile.slug}/" not in body_of(desk, address)


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


@pytest.mark.parametrize(("ahead", "status"), [(None, 302), (9, 302), (10, 422), (20, 422), (21, 302)])
def test_loket_invites_nobody_for_a_day_in_a_pause_that_is_planned(ahead: int | None, status: int) -> None:
    """It does not hear how long the pause is."""
    today = timezone.localdate()
    request, profile = make_taken_request(), make_expert()
    Pause.objects.create(profile=profile, starts=today + timedelta(days=10), ends=today + timedelta(days=20))
    start = str(today + timedelta(days=ahead)) if ahead else ""
    address = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    response = client_of(request.owner).post(address, form_data(start=start))
    assert response.status_code == status
    assert Invitation.objects.filter(profile=profile).exists() == (status == 302)
    if status == 422:
        page = response.content.decode()
        assert "Op deze dag is deze persoon niet beschikbaar." in page
        assert "Wilt u helpen?" in page
        assert "pauze" not in page.lower()


@pytest.mark.parametrize(("asked", "warned"), [(0, False), (1, True)])
def test_loket_reads_that_more_are_asked_than_this_kind_of_help_promises(asked: int, warned: bool) -> None:
    request = make_taken_request()
    SupportRequest.objects.filter(pk=request.pk).update(kind="topdog")
    for _ in range(asked):
        make_invitation(request=request)
    page = body_of(
        client_of(request.owner), f"/loket/werkvoorraad/{request.reference}/uitnodigen/{make_expert().slug}/"
    )
    assert ("hoogstens 1 persoon" in page) is warned
    assert ("Er is er al 1 gevraagd" in page) is warned


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


def test_decision_says_what_a_refusal_ends(as_role: Callable[..., Client], search_index: Any) -> None:
    desk, asked = as_role("loket"), make_taken_request()
    address = f"/loket/werkvoorraad/{asked.reference}/"
    told = "Wijst u dit verzoek af? Dan stopt ook dit:"
    assert told not in body_of(desk, address)
    make_mission(make_invitation(request=asked))
    page = body_of(desk, address)
    assert told in page
    assert "1 opdracht die nog niet begon. Wij breken die af." in page
    assert "Antwoordt u met kennis?" not in page
    make_invitation(request=asked)
    assert "Antwoordt u met kennis? Dan trekken wij ook de uitnodigingen in." in body_of(desk, address)


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


def test_link_of_somebody_with_an_account_is_not_shown_to_the_loket() -> None:
    invitation, by_hand = make_invitation(), make_expert()
    ExpertProfile.objects.filter(pk=by_hand.pk).update(user=None)
    alone = make_invitation(by_hand)
    for one, shown in ((invitation, False), (alone, True)):
        page = body_of(client_of(one.request.owner), f"/loket/uitnodigingen/{one.pk}/")
        assert (one.token in page) is shown


def test_loket_follows_a_mission_from_the_page_of_its_invitation() -> None:
    invitation = make_invitation()
    desk, address = client_of(invitation.request.owner), f"/loket/uitnodigingen/{invitation.pk}/"
    day = timezone.localdate() + timedelta(days=9)
    record_answer(invitation=invitation, reply=Reply.OTHER_DATE, token=invitation.token, proposed_start=day)
    for button in ("datum", "start"):
        assert desk.post(address, {"doe": button}).status_code == 302
    assert desk.post(address, {"doe": "stop", "reason": ""}).status_code == 422
    assert Mission.objects.get().state == MissionState.RUNNING
    assert desk.post(address, {"doe": "einde"}).status_code == 302
    assert Mission.objects.get().state == MissionState.ENDED
    late = desk.post(address, {"doe": "stop", "reason": "Te laat."})
    assert (late.status_code, "Te laat." in late.content.decode()) == (422, True)
    assert Mission.objects.get().state == MissionState.ENDED


def test_taking_back_asks_first_and_changes_nothing_by_looking() -> None:
    invitation = make_invitation()
    desk, address = client_of(invitation.request.owner), f"/loket/uitnodigingen/{invitation.pk}/intrekken/"
    assert "Wilt u deze uitnodiging intrekken?" in body_of(desk, address)
    assert Invitation.objects.get().state == InvitationState.SENT
    desk.post(address)
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN
    assert desk.get(address).status_code == 302


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
