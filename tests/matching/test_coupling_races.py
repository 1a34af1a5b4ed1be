"""Two at the same moment at a coupling and its visits."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from expertpool.control.services import delete_profile
from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.couplings.models import CouplingVisit
from matching.couplings.selectors import written_facts
from matching.couplings.services import add_coupling, add_visit, adjust_coupling, drop_visit, record_visit
from matching.couplings.settling import settle_coupling
from matching.engagements.enums import MissionState
from matching.engagements.models import NOBODY_MORE
from matching.models import Coupling, Mission, SupportRequest
from matching.requests.services.steps import take_request, withdraw_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation, make_mission
from tests.factories.requests import make_asker, make_request
from tests.matching.test_couplings import facts, make_coupling, make_from_request, wijk
from tests.races import at_once, failures

TODAY = timezone.localdate()


@pytest.fixture
def asker(committed: None, reference: None) -> User:
    return make_asker()


@pytest.fixture
def desk(asker: User) -> User:
    user: User = UserFactory(role="loket")
    return user


def coupling_request(asker: User) -> SupportRequest:
    request = make_request(asker, kind="koppeling", own_met_wie="open", own_waarvoor="Iemand die blijft.")
    return take_request(request=request, actor=UserFactory(role="loket"))


@pytest.mark.parametrize("of_request", [True, False])
def test_one_form_sent_twice_at_once_is_one_coupling_and_one_mail(
    of_request: bool, asker: User, desk: User, rounds: range
) -> None:
    for number in rounds:
        options: dict[str, Any] = {"wijk": wijk(), "actor": desk, "facts": facts(), "token": f"{number}"}
        if of_request:
            options["request"] = coupling_request(asker)
        outcomes = at_once(*[lambda options=options: add_coupling(**options)] * 2)
        assert not failures(outcomes)
        assert outcomes[0] == outcomes[1]
        key = f"coupling:{outcomes[0].pk}:new"
        assert MailMessage.objects.filter(key__startswith=key, to=asker.email).count() == 1


def test_coupling_made_while_the_request_is_withdrawn_does_not_outlast_it(
    asker: User, desk: User, rounds: range
) -> None:
    for number in rounds:
        request = coupling_request(asker)
        outcomes = at_once(
            lambda request=request, number=number: make_coupling(f"{number}", actor=desk, request=request),
            lambda request=request: withdraw_request(request=request, actor=asker),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        for coupling in Coupling.objects.filter(request=request):
            settle_coupling(pk=coupling.pk)
            assert Coupling.objects.get(pk=coupling.pk).ends_on == TODAY


def test_two_who_change_it_at_once_leave_one_and_the_other_hears_so(
    asker: User, desk: User, rounds: range
) -> None:
    other = UserFactory(role="loket")
    for number in rounds:
        coupling = make_coupling(f"{number}")
        seen, words = mark_of_values(written_facts(coupling)), ("Het een.", "Het ander.")
        outcomes = at_once(
            *[
                lambda who=who, text=text, coupling=coupling, seen=seen: adjust_coupling(
                    coupling=coupling, actor=who, facts=facts(purpose=text), seen=seen
                )
                for who, text in zip((desk, other), words, strict=True)
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedMeanwhileError]
        stored = Coupling.objects.get(pk=coupling.pk).purpose
        assert stored == words[isinstance(outcomes[0], Exception)]


def test_change_beside_the_end_of_its_mission_never_undoes_that_end(
    asker: User, desk: User, rounds: range
) -> None:
    for _ in rounds:
        Coupling.objects.all().delete()
        coupling = make_from_request()
        Mission.objects.filter(couplings=coupling).update(state=MissionState.BROKEN_OFF)
        seen = mark_of_values(written_facts(coupling))
        changed = facts(kind=coupling.kind, purpose="Anders.")
        outcomes = at_once(
            lambda coupling=coupling, changed=changed, seen=seen: adjust_coupling(
                coupling=coupling, actor=desk, facts=changed, seen=seen
            ),
            lambda coupling=coupling: settle_coupling(pk=coupling.pk),
        )
        assert all(isinstance(one, ChangedMeanwhileError) for one in failures(outcomes))
        assert Coupling.objects.get(pk=coupling.pk).ends_on == TODAY


def test_change_of_a_coupling_that_leaves_the_register_is_done_or_refused_in_words(
    asker: User, desk: User, rounds: range
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    for _ in rounds:
        Coupling.objects.all().delete()
        coupling = make_from_request()
        Coupling.objects.filter(pk=coupling.pk).update(starts_on=tomorrow)
        Mission.objects.filter(couplings=coupling).update(state=MissionState.BROKEN_OFF)
        outcomes = at_once(
            lambda coupling=coupling: add_visit(
                coupling=coupling, actor=desk, planned_on=tomorrow, token="een"
            ),
            lambda coupling=coupling: settle_coupling(pk=coupling.pk),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        assert not Coupling.objects.filter(pk=coupling.pk).exists()


def test_coupling_of_a_profile_that_is_erased_keeps_no_word_of_it(
    asker: User, desk: User, rounds: range
) -> None:
    for number in rounds:
        request = coupling_request(asker)
        mission = make_mission(make_invitation(request=request))
        profile = mission.invitation.profile
        assert profile is not None
        outcomes = at_once(
            lambda number=number, request=request, mission=mission: make_coupling(
                f"{number}", actor=desk, request=request, mission=mission
            ),
            lambda profile=profile: delete_profile(profile=profile, actor=profile.user),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        functions = Coupling.objects.filter(request=request).values_list("function", flat=True)
        assert set(functions) <= {NOBODY_MORE}


def test_visit_planned_twice_at_once_is_one(asker: User, desk: User, rounds: range) -> None:
    for number in rounds:
        coupling = make_coupling(f"{number}")
        outcomes = at_once(
            *[
                lambda coupling=coupling: add_visit(
                    coupling=coupling, actor=asker, planned_on=TODAY, token="een"
                )
            ]
            * 2
        )
        assert not failures(outcomes)
        assert CouplingVisit.objects.filter(coupling=coupling).count() == 1


def test_report_while_the_visit_is_dropped_is_kept_or_refused_in_words(
    asker: User, desk: User, rounds: range
) -> None:
    for number in rounds:
        coupling = make_coupling(f"{number}")
        visit = add_visit(coupling=coupling, actor=desk, planned_on=TODAY, token="een")
        outcomes = at_once(
            lambda visit=visit: record_visit(
                visit=visit, actor=asker, held_on=TODAY, report="Drie besluiten."
            ),
            lambda visit=visit: drop_visit(visit=visit, actor=desk),
        )
        assert all(isinstance(one, WrongStepError) for one in failures(outcomes))
        told = CouplingVisit.objects.filter(coupling=coupling, report="Drie besluiten.")
        assert told.count() == 1 - len(failures(outcomes))
        assert events_of(visit).filter(action="matching.visit_report").count() == 1 - len(failures(outcomes))
