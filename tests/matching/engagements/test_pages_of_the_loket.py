"""The loket invites, follows and takes back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.models import ExpertProfile, Pause
from matching.engagements.enums import InvitationState, MissionState, Reply
from matching.engagements.forms import InviteForm
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.answering import record_answer
from matching.models import SupportRequest
from matching.requests.services.steps import take_request
from tests.browsing import body_of, client_of
from tests.factories.engagements import (
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.requests import PROBLEM, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


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
    request = make_taken_request(desk.user)
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
    request = make_taken_request(desk.user)
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
    take_request(request=request, actor=desk.user)
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
    request = make_taken_request(desk.user)
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
    request = make_taken_request(desk.user)
    address = f"/loket/werkvoorraad/{request.reference}/"
    page = body_of(desk, address)
    assert f"{address}uitnodigen/{profile.slug}/" in page
    assert ("Nu bezet: 0 van 2" in page, "100 van 100" in page) == (True, True)
    make_invitation(profile)
    page = body_of(desk, address)
    assert ("Nu bezet: 1 van 2" in page, "50 van 100" in page) == (True, True)
    make_invitation(profile, request)
    assert f"{address}uitnodigen/{profile.slug}/" not in body_of(desk, address)


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
