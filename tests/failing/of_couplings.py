"""What the services of couplings are tried with."""

from datetime import date, timedelta

from django.utils import timezone

from matching.couplings.models import CouplingVisit
from matching.couplings.services import (
    add_coupling,
    add_visit,
    adjust_coupling,
    drop_visit,
    forget_couplings,
    record_visit,
)
from matching.couplings.settling import settle_coupling
from matching.engagements.enums import MissionState
from matching.models import Coupling, Mission
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker
from tests.failing.registry import Call, tries
from tests.matching.test_couplings import facts, make_coupling, make_from_request, wijk


def visit_of(coupling: Coupling) -> CouplingVisit:
    desk = UserFactory(role="loket")
    return add_visit(coupling=coupling, actor=desk, planned_on=timezone.localdate(), token="een")


@tries(add_coupling)
def coupling_of_the_desk() -> Call:
    make_asker()
    desk, place = UserFactory(role="loket"), wijk()
    return lambda: add_coupling(wijk=place, actor=desk, facts=facts(), token="een")


@tries(adjust_coupling)
def coupling_with_other_words() -> Call:
    coupling, desk = make_coupling(), UserFactory(role="loket")
    return lambda: adjust_coupling(coupling=coupling, actor=desk, facts=facts(purpose="Anders."))


@tries(add_visit)
def visit_of_the_gemeente() -> Call:
    coupling, asker = make_coupling(), make_asker()
    return lambda: add_visit(coupling=coupling, actor=asker, planned_on=timezone.localdate(), token="een")


@tries(record_visit)
def visit_that_was_held() -> Call:
    visit, desk = visit_of(make_coupling()), UserFactory(role="loket")
    return lambda: record_visit(visit=visit, actor=desk, held_on=timezone.localdate(), report="Kort.")


@tries(drop_visit)
def visit_that_does_not_come() -> Call:
    visit, desk = visit_of(make_coupling()), UserFactory(role="loket")
    return lambda: drop_visit(visit=visit, actor=desk)


@tries(settle_coupling)
def coupling_of_a_mission_that_broke_off() -> Call:
    coupling = make_from_request()
    add_visit(
        coupling=coupling, actor=UserFactory(role="loket"), token="een",
        planned_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    Mission.objects.update(state=MissionState.BROKEN_OFF)
    return lambda: settle_coupling(pk=coupling.pk)


@tries(settle_coupling)
def coupling_that_will_not_begin() -> Call:
    tomorrow = timezone.localdate() + timedelta(days=1)
    coupling = make_from_request()
    Coupling.objects.update(starts_on=tomorrow)
    Mission.objects.update(state=MissionState.BROKEN_OFF)
    return lambda: settle_coupling(pk=coupling.pk)


@tries(forget_couplings)
def old_coupling() -> Call:
    make_coupling(facts={"starts_on": date(2015, 1, 1), "ends_on": date(2016, 1, 1)})
    return forget_couplings
