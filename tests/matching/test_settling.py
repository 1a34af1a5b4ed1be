"""What a request that ends, or a mission that breaks off, takes along: couplings and joint questions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.services import close_request
from matching.couplings.services import add_visit, record_visit
from matching.engagements.services.missions import stop_mission
from matching.joint.models import JointQuestion
from matching.joint.selectors import joint_shown
from matching.joint.services import link_request, note_session
from matching.joint.settling import settle_joint
from matching.models import Coupling, Mission, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import take_request, withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import VERDICT
from tests.factories.engagements import expert_of, make_invitation, make_mission
from tests.factories.requests import make_asker, make_request
from tests.matching.test_couplings import make_coupling
from tests.matching.test_joint import TITLE, asked_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
TODAY = timezone.localdate()


def coupled_by_invitation(asker: User, starts_on: date = date(2026, 1, 5)) -> tuple[Coupling, Mission]:
    request = make_request(
        asker, kind="koppeling", own_met_wie="deskundige", own_waarvoor="Iemand die blijft."
    )
    take_request(request=request, actor=UserFactory(role="loket"))
    fresh = SupportRequest.objects.get(pk=request.pk)
    mission = make_mission(make_invitation(request=fresh))
    coupling = make_coupling(request=fresh, mission=mission, wijk=fresh.wijk, facts={"starts_on": starts_on})
    return coupling, mission


def stop(mission: Mission, run_outbox: Callable[[], int]) -> None:
    """Twice by the worker, as after a kill."""
    desk = mission.invitation.invited_by
    assert desk is not None
    stop_mission(mission=mission, actor=desk, reason="Ziek.")
    run_outbox()
    MailMessage.objects.filter(key__startswith="coupling:", sent_at=None).delete()
    run_outbox()


def told_of(coupling: Coupling) -> list[str]:
    return sorted(
        MailMessage.objects.filter(key__startswith=f"coupling:{coupling.pk}:ended:").values_list(
            "to", flat=True
        )
    )


def test_mission_that_breaks_off_ends_its_coupling_with_the_visits_to_come(
    run_outbox: Callable[[], int],
) -> None:
    asker = make_asker()
    coupling, mission = coupled_by_invitation(asker)
    held = add_visit(coupling=coupling, actor=asker, planned_on=TODAY - timedelta(days=3), token="een")
    record_visit(visit=held, actor=asker, held_on=TODAY - timedelta(days=3), report="Kort.")
    missed = add_visit(coupling=coupling, actor=asker, planned_on=TODAY - timedelta(days=1), token="twee")
    add_visit(coupling=coupling, actor=asker, planned_on=TODAY + timedelta(days=9), token="drie")
    stop(mission, run_outbox)
    assert Coupling.objects.get(pk=coupling.pk).ends_on == TODAY
    assert list(coupling.visits.all()) == [held, missed], "of what may have been held a report can still come"
    desk = coupling.request.owner if coupling.request else None
    assert desk is not None
    assert told_of(coupling) == sorted([asker.email, expert_of(mission.invitation).email, desk.email])
    assert AuditEvent.objects.filter(action="matching.coupling_ended").count() == 1


def test_coupling_that_did_not_begin_leaves_the_register(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    coupling, mission = coupled_by_invitation(asker, starts_on=TODAY + timedelta(days=1))
    stop(mission, run_outbox)
    assert not Coupling.objects.exists()
    assert asker.email in told_of(coupling)
    assert AuditEvent.objects.filter(action="matching.coupling_dropped").count() == 1


def test_coupling_that_was_over_stays_as_it_is(run_outbox: Callable[[], int]) -> None:
    coupling, mission = coupled_by_invitation(make_asker())
    Coupling.objects.update(ends_on=TODAY - timedelta(days=1))
    stop(mission, run_outbox)
    assert Coupling.objects.get().ends_on == TODAY - timedelta(days=1)
    assert told_of(coupling) == []


def test_withdrawn_request_ends_also_a_coupling_by_function(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    request = make_request(asker, kind="koppeling", own_met_wie="open", own_waarvoor="Iemand die blijft.")
    take_request(request=request, actor=UserFactory(role="loket"))
    coupling = make_coupling(request=SupportRequest.objects.get(pk=request.pk), wijk=request.wijk)
    loose = make_coupling("los")
    withdraw_request(request=request, actor=asker)
    run_outbox()
    assert Coupling.objects.get(pk=coupling.pk).ends_on == TODAY
    assert Coupling.objects.get(pk=loose.pk).ends_on is None


def test_request_that_is_closed_leaves_its_coupling(run_outbox: Callable[[], int]) -> None:
    asker = make_asker()
    coupling, mission = coupled_by_invitation(asker)
    SupportRequest.objects.update(status=RequestStatus.IN_UITVOERING)
    Mission.objects.update(state="loopt")
    close_request(request=mission.invitation.request, actor=asker, verdict=VERDICT)
    run_outbox()
    assert Mission.objects.get().state == "afgerond"
    assert Coupling.objects.get(pk=coupling.pk).ends_on is None


def joined(*places: str, session_on: date | None = TODAY) -> tuple[JointQuestion, list[SupportRequest]]:
    desk = UserFactory(role="loket")
    requests = [take_request(request=asked_in(place), actor=desk) for place in places]
    for other in requests[1:]:
        joint = link_request(request=requests[0], other=other, actor=desk, title=TITLE)
    note_session(joint=joint, actor=desk, note="Donderdag om tien uur.", session_on=session_on)
    return joint, requests


def end(request: SupportRequest, run_outbox: Callable[[], int]) -> None:
    asker = request.created_by
    assert asker is not None
    withdraw_request(request=request, actor=asker)
    run_outbox()


def mailed(key: str) -> set[str]:
    return set(MailMessage.objects.filter(key__contains=key).values_list("to", flat=True))


def emails(*requests: SupportRequest) -> set[str]:
    """Of who asked, and of who has it in hand."""
    return {user.email for one in requests for user in (one.created_by, one.owner) if user}


def test_session_goes_on_without_a_request_that_ended_and_is_off_when_one_is_left(
    run_outbox: Callable[[], int],
) -> None:
    joint, (first, second, third) = joined("arnhem", "nijmegen", "utrecht")
    end(third, run_outbox)
    assert mailed("session-left") == emails(third)
    shown = joint_shown(first)
    assert shown is not None
    assert shown.gemeenten == 1, "who ended asks no more"
    joint.refresh_from_db()
    assert joint.session_on == TODAY
    end(second, run_outbox)
    joint.refresh_from_db()
    assert (joint.session_on, joint.note) == (None, "Donderdag om tien uur.")
    assert mailed("session-off") == emails(first, second, third)
    MailMessage.objects.all().delete()
    end(first, run_outbox)
    assert mailed("session") == set()


def test_session_of_yesterday_and_none_at_all_are_nobodys_news(run_outbox: Callable[[], int]) -> None:
    joint, (first, _) = joined("arnhem", "nijmegen", session_on=None)
    end(first, run_outbox)
    JointQuestion.objects.update(session_on=TODAY - timedelta(days=1))
    settled = SupportRequest.objects.get(pk=first.pk)
    settle_joint(pk=settled.pk)
    assert mailed("session-") == set()
    joint.refresh_from_db()
    assert joint.session_on == TODAY - timedelta(days=1)


def test_note_is_mailed_to_requests_that_run_and_not_at_all_when_none_does(
    run_outbox: Callable[[], int],
) -> None:
    joint, (first, second) = joined("arnhem", "nijmegen", session_on=None)
    end(first, run_outbox)
    MailMessage.objects.all().delete()
    desk = UserFactory(role="loket")
    note_session(joint=joint, actor=desk, note="Toch vrijdag.", session_on=None)
    assert mailed("session:") == {second.created_by.email if second.created_by else ""}
    end(second, run_outbox)
    with pytest.raises(WrongStepError, match="Geen van deze verzoeken"):
        note_session(joint=joint, actor=desk, note="Nog iets.", session_on=None)
