"""The example requests tell one story each: nothing before what it follows from, and nothing of tomorrow."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from expertpool.directory.examples import load_example_profiles
from krachtwijken.accounts.services.examples import load_example_accounts
from krachtwijken.core.audit import events_of
from krachtwijken.core.example_clock import days_ago
from krachtwijken.core.models import AuditEvent
from matching.asides.examples import load_example_asides
from matching.asides.models import Aside
from matching.engagements.enums import MissionState
from matching.engagements.examples import load_example_engagements
from matching.engagements.models import Invitation, Mission
from matching.example_dossiers import load_example_dossiers
from matching.example_teams import load_example_teams
from matching.models import Blockade, Coupling, PartQuestion, SupportRequest
from matching.parts.examples import load_example_parts
from matching.requests.enums import RequestStatus
from matching.requests.examples import load_example_requests

pytestmark = pytest.mark.django_db
Moments = list[tuple[str, datetime | date | None]]


@pytest.fixture
def stories(site_tree: Any, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KRACHTWIJKEN_VAR = tmp_path
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])
    load_example_accounts()
    load_example_profiles()
    load_example_requests()
    load_example_dossiers()
    load_example_engagements()
    load_example_teams()
    load_example_parts()
    load_example_asides()


def day_of(moment: datetime | date) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def chains(request: SupportRequest) -> Iterator[Moments]:
    """What follows on what, each as days that may not go back."""
    taken = next((row.at for row in events_of(request) if row.action == "matching.owner"), None)
    begin: Moments = [("asked", request.created_at), ("taken", taken)]
    for after in (*talk_of(request), *work_of(request)):
        yield [*begin, *after]
    # The gemeente may have named it when it asked.
    for blockade in Blockade.objects.filter(team__request=request):
        yield [("asked", request.created_at), ("seen", blockade.noted_on), ("broken", blockade.broken_on)]
    for later in request.follow_ups.all():
        yield [("closed", request.status_since), ("due", later.due_on), ("asked", later.asked_at)]


def talk_of(request: SupportRequest) -> Iterator[Moments]:
    yield [("state", request.status_since)]
    for proposal in request.proposals.all():
        for item in proposal.items.all():
            yield [("sent", proposal.sent_at), ("answered", item.answered_at), ("settled", proposal.ended_at)]
    yield from ([("decided", decision.at)] for decision in request.decisions.all())
    yield from ([("message", message.at)] for message in request.messages.all())
    yield from ([("promised", row.written_at), ("due", row.due_on)] for row in request.promises.all())
    yield from ([("closed", closing.at)] for closing in request.closing_answers.all())


def work_of(request: SupportRequest) -> Iterator[Moments]:
    yield from ([("part", part.asked_at), ("part now", part.state_since)] for part in request.parts.all())
    for aside in Aside.objects.filter(request=request):
        asked = aside.part.asked_at if aside.part else aside.invitation.sent_at
        yield [("asked", asked), *(("said", message.at) for message in aside.messages.order_by("pk"))]
    yield from (moments_of(invitation) for invitation in Invitation.objects.filter(request=request))
    if hasattr(request, "adoption_team"):
        team = request.adoption_team
        yield [("team", team.starts_on), ("team now", team.state_since)]


def moments_of(invitation: Invitation) -> Moments:
    mission = Mission.objects.filter(invitation=invitation).first()
    answered: Moments = [("invited", invitation.sent_at), ("invitation now", invitation.state_since)]
    return [*answered, ("begun", mission.begun_on), ("ended", mission.end)] if mission else answered


@pytest.mark.usefixtures("stories")
def test_nothing_happens_before_what_it_follows_from_nor_tomorrow() -> None:
    requests = SupportRequest.objects.filter(is_example=True)
    assert requests.count() > 9
    wrong = []
    for request in requests:
        for chain in chains(request):
            days = [(name, day_of(at)) for name, at in chain if at is not None]
            wrong += [(request.reference, one, other) for one, other in pairwise(days) if one[1] > other[1]]
            wrong += [
                (request.reference, name, day)
                for name, day in days
                if day > timezone.localdate() and name != "due"
            ]
    assert wrong == []


@pytest.mark.usefixtures("stories")
def test_what_the_page_of_a_request_tells_goes_forward() -> None:
    for request in SupportRequest.objects.filter(is_example=True):
        told = [row.at for row in events_of(request)]
        assert told == sorted(told), request.reference
        assert told[0].date() == request.created_at.date()
    numbers = SupportRequest.objects.order_by("reference").values_list("created_at", flat=True)
    assert list(numbers) == sorted(numbers), "a higher number is of a later day"


@pytest.mark.usefixtures("stories")
def test_states_and_words_of_one_story_agree() -> None:
    missions = Mission.objects.filter(invitation__request__is_example=True)
    assert {mission.state for mission in missions} >= {MissionState.RUNNING, MissionState.REPORTED}
    assert set(missions.values_list("invitation__request__status", flat=True)) == {
        RequestStatus.IN_UITVOERING
    }, "nobody works before the gemeente answered"
    done = SupportRequest.objects.get(adoption_team__state="afgerond")
    team = done.adoption_team
    assert done.status == RequestStatus.IN_UITVOERING
    assert day_of(done.created_at) < team.starts_on < team.ends_on <= timezone.localdate()
    parts = PartQuestion.objects.filter(is_example=True)
    assert parts.count() == 2
    for part in parts:
        words = {word for word in part.question.lower().strip("?").split() if len(word) > 5}
        assert words & set(re.findall(r"\w+", part.request.problem.lower())), part.question
    for coupling in Coupling.objects.filter(is_example=True):
        for visit in coupling.visits.all():
            assert coupling.starts_on <= visit.planned_on
            assert visit.held_on is None or visit.held_on <= timezone.localdate()


@pytest.mark.usefixtures("stories")
def test_loket_talks_with_a_centre_and_with_who_is_invited_once() -> None:
    asides = list(Aside.objects.order_by("pk"))
    assert [(bool(aside.part), aside.messages.count()) for aside in asides] == [(True, 2), (False, 2)]
    assert [aside.messages.order_by("pk")[1].side for aside in asides] == ["loket", "loket"], "nobody waits"
    assert load_example_asides() == 0


def test_clock_stands_back_within_and_goes_on_after(db: None) -> None:
    with days_ago(30):
        row = AuditEvent.objects.create(action="core.tried")
        assert timezone.now() - row.at < timedelta(minutes=1)
    assert timedelta(days=29) < timezone.now() - row.at < timedelta(days=31)


def test_clock_stands_still_for_nobody_in_production(settings: Any) -> None:
    settings.EXAMPLE_CONTENT_ALLOWED = False
    with pytest.raises(ImproperlyConfigured), days_ago(1):
        pass
