"""What somebody types while the request, the mission or the visit ends meanwhile stays on the page, with why."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from matching.conversation.models import Message, Promise
from matching.couplings.enums import CouplingKind
from matching.couplings.services import DROPPED, CouplingFacts, add_coupling, add_visit, drop_visit
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.engagements.services.missions import end_mission, stop_mission
from matching.models import SupportRequest
from matching.parts.services.answering import answer_part
from matching.parts.services.gathering import send_one_answer
from matching.requests.services.steps import withdraw_request
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_mission, make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index")]
TYPED = "Dit typte ik zelf, met zorg."
LOST = "Wat u typte is niet bewaard."


def late(client: Client, address: str, sent: dict[str, Any], status: int = 422) -> str:
    answer = client.post(address, sent)
    assert answer.status_code == status
    page = unescape(answer.content.decode())
    assert TYPED in page
    assert LOST in page
    return page


@pytest.fixture
def request_() -> SupportRequest:
    return make_taken_request(asker=make_asker())


def end(request: SupportRequest) -> None:
    assert request.created_by is not None
    withdraw_request(request=request, actor=request.created_by)


@pytest.mark.parametrize("side", ["owner", "created_by"])
def test_message_in_a_thread_that_closed(request_: SupportRequest, side: str) -> None:
    end(request_)
    told = late(
        client_of(getattr(request_, side)),
        f"/loket/verzoek/{request_.reference}/gesprek/",
        {"text": TYPED, "token": "een"},
    )
    assert "de stand ‘ingetrokken’" in told
    assert ("Dat deed de gemeente." in told) is (side == "owner")
    assert not Message.objects.exists()


def test_promise_of_a_request_that_ended(request_: SupportRequest) -> None:
    end(request_)
    sent = {
        "text": TYPED, "promised_by": "loketmedewerker", "promised_to": "projectleider",
        "due_on": (timezone.localdate() + timedelta(days=3)).isoformat(), "token": "een",
    }  # fmt: skip
    address = f"/loket/verzoek/{request_.reference}/toezeggingen/"
    assert "de stand ‘ingetrokken’" in late(client_of(request_.owner), address, sent)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("how", ["colleague", "request"])
def test_reason_to_stop_a_mission_that_ended(how: str, run_outbox: Any) -> None:
    mission = make_mission(state=MissionState.RUNNING)
    request = mission.invitation.request
    if how == "colleague":
        end_mission(mission=mission, actor=UserFactory(role="loket"))
    else:
        end(request)
        run_outbox()
    address = f"/loket/uitnodigingen/{mission.invitation_id}/"
    told = late(client_of(request.owner), address, {"doe": "stop", "reason": TYPED})
    assert ("de stand ‘ingetrokken’" in told) is (how == "request")
    assert "Breek de opdracht af</button>" not in told
    assert TYPED not in Mission.objects.get().break_reason


@pytest.mark.parametrize("page", ["", "stoppen/"])
def test_second_window_of_who_helps_says_what_stays(page: str) -> None:
    mission = make_mission(state=MissionState.RUNNING)
    own = client_of(expert_of(mission.invitation))
    address = f"{mission.get_absolute_url()}{page}"
    sent = {"report": "Eerst.", "code": "geen_tijd", "words": "Eerst."}
    assert own.post(address, sent).status_code == 302
    assert own.post(address, sent).status_code == 302
    late(own, address, {"report": TYPED, "code": "geen_tijd", "words": TYPED})
    mission.refresh_from_db()
    assert "Eerst." in (mission.report, mission.break_reason)


def test_report_of_a_mission_that_was_broken_off() -> None:
    mission = make_mission(state=MissionState.RUNNING)
    desk = mission.invitation.request.owner
    assert desk is not None
    stop_mission(mission=mission, actor=desk, reason="De wijk wil anders.")
    own = client_of(expert_of(mission.invitation))
    told = late(own, mission.get_absolute_url(), {"report": TYPED})
    assert "De stand van de opdracht is nu: afgebroken." in told
    assert "Lever het verslag in" not in told
    assert Mission.objects.get().report == ""


def test_what_the_loket_still_wanted_to_know_of_a_part_that_was_processed(request_: SupportRequest) -> None:
    member = make_member()
    part = answer_part(part=make_part(request_), actor=member, answer=ANSWER)
    desk = request_.owner
    assert desk is not None
    send_one_answer(request=request_, actor=desk, text="Alles bij elkaar.")
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    told = late(client_of(desk), f"/loket/deelvragen/{part.pk}/", {"remark": TYPED, "answer_by": day})
    assert "Vraag dit erbij" not in told


def test_report_of_a_visit_that_was_taken_from_the_list(request_: SupportRequest) -> None:
    desk = request_.owner
    assert desk is not None
    assert request_.wijk is not None
    facts = CouplingFacts(
        CouplingKind.MINISTER, "minister voor Wonen", "", "Korte lijnen.", date(2026, 1, 5), None
    )
    coupling = add_coupling(wijk=request_.wijk, actor=desk, facts=facts, token="een")
    visit = add_visit(coupling=coupling, actor=desk, planned_on=timezone.localdate(), token="een")
    address = f"/koppelingen/{coupling.pk}/bezoek/{visit.pk}/"
    assert client_of(desk).get(address).status_code == 200
    drop_visit(visit=visit, actor=desk)
    sent = {"held_on": timezone.localdate().isoformat(), "report": TYPED}
    told = late(client_of(desk), address, sent, status=404)
    assert DROPPED in told
    assert "Bewaar</button>" not in told
    assert client_of(desk).get(address).status_code == 404
    assert client_of(make_asker()).post(f"{address}9/", sent).status_code == 404
