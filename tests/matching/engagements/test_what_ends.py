"""The day that was agreed and the day it began; taking a beginning back; what a request that ends takes with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.services import close_request
from matching.conversation.enums import PromiseState
from matching.conversation.services.promises import add_promise
from matching.engagements.enums import InvitationState, MissionState
from matching.engagements.models import Invitation, Mission
from matching.engagements.services.inviting import withdraw_invitation
from matching.engagements.services.missions import reset_start, start_mission
from matching.models import Promise, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import withdraw_request
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import VERDICT
from tests.factories.engagements import (
    expert_of,
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def fresh(mission: Mission) -> Mission:
    return Mission.objects.get(pk=mission.pk)


def promised(request: SupportRequest) -> Promise:
    assert request.owner is not None
    return add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="loketmedewerker",
        promised_to="de projectleider", due_on=timezone.localdate(), token="een",
    )  # fmt: skip


def test_begin_keeps_the_day_that_was_agreed() -> None:
    agreed = timezone.localdate() + timedelta(days=9)
    mission = make_mission(make_invitation(start=agreed), MissionState.RUNNING)
    assert (fresh(mission).start, fresh(mission).begun_on) == (agreed, timezone.localdate())


def test_begin_is_taken_back_with_two_lines_in_the_trail_and_may_come_again() -> None:
    mission = make_mission(state=MissionState.RUNNING)
    expert = expert_of(mission.invitation)
    MailMessage.objects.all().delete()
    reset_start(mission=mission, actor=expert)
    reset_start(mission=mission, actor=expert)
    assert (fresh(mission).state, fresh(mission).begun_on) == (MissionState.PLANNED, None)
    start_mission(mission=mission, actor=expert)
    steps = AuditEvent.objects.filter(action="matching.mission").order_by("pk").values_list("data", flat=True)
    assert [step["to"] for step in steps] == ["loopt", "gepland", "loopt"]
    # The loket hears of each, the second beginning too.
    assert MailMessage.objects.count() == 2
    with pytest.raises(PermissionDenied):
        reset_start(mission=mission, actor=UserFactory(role="expert"))


def test_pages_take_a_beginning_back(site_tree: Any) -> None:
    mission = make_mission(state=MissionState.RUNNING)
    desk = client_of(mission.invitation.invited_by)
    desk.post(f"/loket/uitnodigingen/{mission.invitation.pk}/", {"doe": "terug"})
    assert fresh(mission).state == MissionState.PLANNED
    start_mission(mission=mission, actor=expert_of(mission.invitation))
    expert = client_of(expert_of(mission.invitation))
    assert "Toch nog niet begonnen" in expert.get(mission.get_absolute_url()).content.decode()
    expert.post(mission.get_absolute_url(), {"doe": "terug"})
    assert fresh(mission).state == MissionState.PLANNED


def test_withdrawn_request_takes_all_with_it_once(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    running = make_mission(make_invitation(make_expert(), request), MissionState.RUNNING)
    planned = make_mission(make_invitation(make_expert(), request))
    waiting = make_invitation(make_expert(), request)
    promise = promised(request)
    MailMessage.objects.all().delete()
    withdraw_request(request=request, actor=asker)
    run_outbox()
    mails = MailMessage.objects.count()
    run_outbox()
    assert [fresh(one).state for one in (running, planned)] == [MissionState.BROKEN_OFF] * 2
    assert fresh(running).break_reason == "Het verzoek is ingetrokken."
    assert Invitation.objects.get(pk=waiting.pk).state == InvitationState.WITHDRAWN
    assert Promise.objects.get(pk=promise.pk).state == PromiseState.DROPPED
    assert MailMessage.objects.count() == mails
    for one in (running, planned, waiting.__class__.objects.get(pk=waiting.pk)):
        invitation = one if isinstance(one, Invitation) else one.invitation
        assert MailMessage.objects.filter(to=expert_of(invitation).email).exists()


def test_closed_request_ends_what_runs_and_leaves_promises(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    running = make_mission(make_invitation(make_expert(), request), MissionState.RUNNING)
    planned = make_mission(make_invitation(make_expert(), request))
    promise = promised(request)
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
    close_request(request=request, actor=asker, verdict=VERDICT)
    run_outbox()
    assert [fresh(one).state for one in (running, planned)] == [MissionState.ENDED, MissionState.BROKEN_OFF]
    assert Promise.objects.get(pk=promise.pk).state == PromiseState.OPEN


def test_answered_request_that_may_come_back_leaves_its_missions(run_outbox: Callable[[], int]) -> None:
    from matching.handlers import settle_what_ended

    mission = make_mission(state=MissionState.RUNNING)
    SupportRequest.objects.update(status=RequestStatus.BEANTWOORD)
    settle_what_ended({"request": mission.invitation.request_id})
    assert fresh(mission).state == MissionState.RUNNING


def test_pages_that_end_a_request_say_what_is_open(site_tree: Any) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    client = client_of(asker)
    assert "Dit staat nog open" not in client.get(f"{request.get_absolute_url()}intrekken/").content.decode()
    make_mission(make_invitation(make_expert(), request), MissionState.RUNNING)
    make_invitation(make_expert(), request)
    promised(request)
    told = client.get(f"{request.get_absolute_url()}intrekken/").content.decode()
    for line in ("1 uitnodiging aan", "1 opdracht die loopt", "1 toezegging.", "Die vervallen."):
        assert line in told
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
    told = client.get(f"/loket/verzoek/{request.reference}/afronden/").content.decode()
    assert "vraag er eerst om" in told
    assert "Die blijven staan" in told


def test_asking_somebody_twice_says_so(site_tree: Any) -> None:
    request = make_taken_request()
    profile = make_expert()
    desk = client_of(request.owner)
    path = f"/loket/werkvoorraad/{request.reference}/uitnodigen/{profile.slug}/"
    data = {
        "message": "Komt u kijken?", "days": "2", "start": "",
        "answer_by": str(timezone.localdate() + timedelta(days=9)),
    }  # fmt: skip
    assert "eerder gevraagd" not in desk.get(path).content.decode()
    assert "verstuurd" in desk.post(path, data, follow=True).content.decode()
    assert (
        "al uitgenodigd. Er gaat geen tweede mail uit" in desk.post(path, data, follow=True).content.decode()
    )
    assert Invitation.objects.count() == 1
    withdraw_invitation(invitation=Invitation.objects.get(), actor=request.owner)
    told = desk.get(path).content.decode()
    assert "eerder gevraagd" in told
    assert "ingetrokken" in told


@pytest.mark.parametrize("ends_well", [True, False])
def test_reported_mission_ends_with_its_request_and_who_helped_hears(
    run_outbox: Callable[[], int], ends_well: bool
) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    mission = make_mission(make_invitation(make_expert(), request), MissionState.REPORTED)
    reported_on = fresh(mission).end
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_UITVOERING)
    shown = client_of(asker).get(f"/loket/verzoek/{request.reference}/afronden/").content.decode()
    assert "1 opdracht waarvan het verslag klaarligt" in shown
    assert "Wie meehelpt, krijgt bericht." in shown
    MailMessage.objects.all().delete()
    if ends_well:
        close_request(request=request, actor=asker, verdict=VERDICT)
    else:
        SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.IN_BEHANDELING)
        withdraw_request(request=request, actor=asker)
    run_outbox()
    assert (fresh(mission).state, fresh(mission).end) == (MissionState.ENDED, reported_on)
    assert MailMessage.objects.filter(
        to=expert_of(mission.invitation).email, key__startswith=f"mission:{mission.pk}:afgerond"
    ).exists()


def test_page_promises_word_to_nobody_when_only_a_promise_is_open(site_tree: Any) -> None:
    asker = make_asker()
    request = make_taken_request(asker=asker)
    promised(request)
    shown = client_of(asker).get(f"{request.get_absolute_url()}intrekken/").content.decode()
    assert "1 toezegging." in shown
    assert "Wie meehelpt, krijgt bericht." not in shown
