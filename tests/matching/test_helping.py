"""A request whose helper was invited without a proposal: the loket sets it in execution, and both sides read what changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.rules import may_close
from matching.closing.services import close_request
from matching.couplings.enums import CouplingKind
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.engagements.services.missions import stop_mission
from matching.helping.rules import TEAM, find_helpers, may_start_help
from matching.helping.services import NOBODY_COMES, REASON, start_help
from matching.models import AdoptionTeam, Coupling, Decision, SupportRequest
from matching.requests.clock import terms_of
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.lead_times import answered_in_term
from matching.requests.turns import Turn
from matching.requests.workflow import BarredStepError, WrongStepError
from matching.teams.enums import TeamState
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import VERDICT, make_proposed
from tests.factories.engagements import (
    make_expert,
    make_invitation,
    make_mission,
    make_taken_request,
)
from tests.factories.parts import make_member, make_part
from tests.matching.test_turns import turn_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]


@pytest.fixture
def mission(asker: User) -> Mission:
    return make_mission(make_invitation(make_expert(title="Wijkregisseur"), make_taken_request(asker=asker)))


def request_of(mission: Mission) -> SupportRequest:
    return SupportRequest.objects.get(pk=mission.invitation.request_id)


def start(request: SupportRequest) -> SupportRequest:
    assert request.owner is not None
    return start_help(request=request, actor=request.owner)


def test_request_is_in_execution_once_with_a_decision_and_a_mail_that_says_who_comes(
    mission: Mission, asker: User
) -> None:
    request = request_of(mission)
    for _ in range(2):
        assert start(request).status == RequestStatus.IN_UITVOERING
    decision = Decision.objects.get()
    assert (decision.to, decision.reason, decision.advice) == (RequestStatus.IN_UITVOERING, REASON, [])
    assert "Wijkregisseur" not in decision.reason, "what is kept names nobody who may leave the pool"
    told = MailMessage.objects.filter(to=asker.email, key__contains=":decision:").get()
    assert "In uitvoering" in told.subject
    assert "Wie helpt: Wijkregisseur." in told.body
    steps = events_of(request).filter(action="matching.status").values_list("data__to", flat=True)
    assert list(steps).count(RequestStatus.IN_UITVOERING) == 1


def test_several_are_named_and_who_stopped_is_not(mission: Mission, asker: User) -> None:
    request = request_of(mission)
    gone = make_mission(make_invitation(make_expert(title="Weg"), request))
    make_mission(make_invitation(make_expert(title="Leraar"), request))
    stop_mission(mission=gone, actor=request.owner, reason="Ziek.")
    start(request)
    told = MailMessage.objects.filter(to=asker.email, key__contains=":decision:").get()
    assert "Wie helpt: Wijkregisseur en Leraar." in told.body


def test_team_at_work_and_who_is_tied_to_the_wijk_are_help_too(asker: User) -> None:
    request = make_taken_request(asker=asker)
    team = AdoptionTeam.objects.create(request=request, assignment="Samen.")
    assert not find_helpers(request), "a team that is being formed helps nobody yet"
    AdoptionTeam.objects.filter(pk=team.pk).update(state=TeamState.RUNNING)
    assert turn_of(request) == Turn.TO_EXECUTE
    today = timezone.localdate()
    for function, ends in (("minister van wonen", today), ("oud-minister", today - timedelta(days=1))):
        Coupling.objects.create(
            wijk=request.wijk, request=request, kind=CouplingKind.MINISTER, function=function, purpose="Meekijken.",
            starts_on=today - timedelta(days=9), ends_on=ends, token=function,
        )  # fmt: skip
    assert find_helpers(request) == [TEAM, "minister van wonen"]
    assert start(request).status == RequestStatus.IN_UITVOERING


def test_loket_owes_no_answer_any_more_and_the_turn_follows(mission: Mission) -> None:
    request = request_of(mission)
    make_member()
    make_part(request)
    assert turn_of(request) == Turn.TO_EXECUTE, "before a centre that was asked a part"
    assert list(terms_of(request))
    assert not SupportRequest.objects.filter(answered_in_term()).exists()
    started = start(request)
    assert turn_of(started) == Turn.PART_OPEN
    started.parts.all().delete()
    assert turn_of(started) == Turn.MISSION
    assert not list(terms_of(started))
    assert SupportRequest.objects.filter(answered_in_term()).get() == started


@pytest.mark.parametrize("state", [MissionState.PLANNED, MissionState.RUNNING, MissionState.ENDED])
def test_it_may_be_started_and_closed_in_every_state_of_a_mission_that_helps(
    asker: User, state: MissionState
) -> None:
    mission = make_mission(make_invitation(request=make_taken_request(asker=asker)), state)
    request = request_of(mission)
    assert not may_close(asker, request)
    started = start(request)
    assert may_close(asker, started)
    close_request(request=started, actor=asker, verdict=VERDICT)
    assert request_of(mission).status == RequestStatus.AFGEROND


def test_it_may_not_be_started_without_help_with_a_proposal_or_by_a_kind_that_brings_nobody(
    asker: User, mission: Mission
) -> None:
    without = make_taken_request(asker=asker)
    make_invitation(request=without)
    with pytest.raises(WrongStepError, match=NOBODY_COMES):
        start(without)
    proposed = make_proposed(asker=asker).request
    make_mission(make_invitation(request=proposed))
    request = SupportRequest.objects.get(pk=proposed.pk)
    assert not may_start_help(request.owner, request)
    with pytest.raises(WrongStepError):
        start(request)
    assert SupportRequest.objects.get(pk=proposed.pk).status == RequestStatus.VOORGESTELD
    SupportRequest.objects.filter(pk=mission.invitation.request_id).update(kind=RequestKind.KNELPUNT)
    barred = request_of(mission)
    assert turn_of(barred) == Turn.MISSION
    assert not may_start_help(barred.owner, barred)
    with pytest.raises(BarredStepError):
        start(barred)
    stop_mission(mission=mission, actor=barred.owner, reason="Ziek.")
    SupportRequest.objects.filter(pk=barred.pk).update(kind=RequestKind.TOPDOG)
    with pytest.raises(WrongStepError, match=NOBODY_COMES):
        start(request_of(mission))
    assert not Decision.objects.exists()


def test_nobody_but_the_loket_starts_it(mission: Mission, asker: User) -> None:
    request = request_of(mission)
    for stranger in (asker, UserFactory(role="accountmanager"), make_member()):
        with pytest.raises(PermissionDenied):
            start_help(request=request, actor=stranger)
        assert not may_start_help(stranger, request)


def test_page_of_the_loket_offers_it_and_the_gemeente_reads_what_changed(
    mission: Mission, asker: User, as_role: Callable[..., Client], search_index: Any
) -> None:
    request, desk = request_of(mission), as_role("loket")
    page, address = f"/loket/werkvoorraad/{request.reference}/", "in-uitvoering/"
    waiting = make_taken_request(asker=asker)
    make_invitation(request=waiting)
    offered = "Zet in uitvoering</button>"
    assert offered not in desk.get(f"/loket/werkvoorraad/{waiting.reference}/").content.decode()
    told = desk.get(page).content.decode()
    assert offered in told
    assert (
        "Zet het verzoek in uitvoering, of doe een voorstel"
        in desk.get("/loket/werkvoorraad/").content.decode()
    )
    sent = desk.post(f"{page}{address}", follow=True)
    assert "Het verzoek is in uitvoering." in sent.content.decode()
    assert offered not in sent.content.decode()
    refused = desk.post(f"/loket/werkvoorraad/{waiting.reference}/{address}", follow=True)
    assert NOBODY_COMES in refused.content.decode()
    own = client_of(asker).get(request.get_absolute_url()).content.decode()
    assert REASON in own
    assert "Wijkregisseur" in own.partition("Wie komt helpen")[2]
    assert "Wie is aan zet: <strong>Wie helpt</strong>" in own
