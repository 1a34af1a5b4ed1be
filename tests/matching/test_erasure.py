"""A profile that is erased leaves nothing of its words with the teams and couplings that its person was in."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from expertpool.control.services import delete_profile
from expertpool.directory.forgetting import forget_profiles
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from matching.couplings.enums import CouplingKind
from matching.engagements.models import NOBODY_MORE
from matching.models import Coupling, TeamMember
from matching.teams.selectors import is_public
from tests.factories.engagements import make_expert, make_invitation, make_mission
from tests.factories.requests import make_asker
from tests.factories.teams import make_public_team
from tests.matching.test_couplings import make_coupling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TITLE = "Roerdompregisseur van de nacht"


@pytest.fixture
def person() -> ExpertProfile:
    """In a public team, and tied to a wijk."""
    team = make_public_team(make_asker())
    profile = ExpertProfile.objects.get()
    ExpertProfile.objects.update(title=TITLE)
    TeamMember.objects.filter(came_by_invitation=True).update(function=TITLE)
    mission = team.members.get(came_by_invitation=True).mission
    make_coupling()
    Coupling.objects.update(
        mission=mission, came_by_invitation=True, function=TITLE, kind=CouplingKind.EXPERT
    )
    return ExpertProfile.objects.get(pk=profile.pk)


def rows_that_hold(words: str) -> list[str]:
    """In every table of the loket."""
    return [
        f"{model.__name__}: {row}"
        for model in apps.get_app_config("matching").get_models()
        for row in model._default_manager.values()
        if words in str(row)
    ]


def test_erasure_takes_the_function_and_leaves_the_case(person: ExpertProfile, site_tree: Any) -> None:
    assert len(rows_that_hold(TITLE)) == 2
    seat = TeamMember.objects.get(came_by_invitation=True)
    assert person.user is not None
    delete_profile(profile=person, actor=person.user)
    assert rows_that_hold(TITLE) == []
    seat.refresh_from_db()
    assert (seat.function, seat.agreed_by) == (NOBODY_MORE, None)
    assert seat.agreed_at is not None
    assert is_public(seat.team), "what the team did stays to be read"
    assert NOBODY_MORE not in Client().get(seat.team.get_absolute_url()).content.decode()
    coupling = Coupling.objects.get()
    assert (coupling.function, coupling.starts_on) == (NOBODY_MORE, date(2026, 1, 5))
    assert "Deskundige uit de pool" in Client().get(coupling.get_absolute_url()).content.decode()


def test_consent_that_ended_a_year_ago_takes_it_too(person: ExpertProfile) -> None:
    ExpertProfile.objects.update(consent_until=timezone.localdate() - timedelta(days=366))
    assert forget_profiles() == 1
    assert rows_that_hold(TITLE) == []


def test_account_that_goes_with_its_profile_takes_it_too(person: ExpertProfile) -> None:
    ExpertProfile.objects.filter(pk=person.pk).delete()
    User.objects.filter(pk=person.user_id).delete()
    assert rows_that_hold(TITLE) == []


def test_seat_of_somebody_else_and_a_function_without_a_person_stay(person: ExpertProfile) -> None:
    team = TeamMember.objects.get(came_by_invitation=True).team
    other = make_mission(make_invitation(make_expert(), team.request))
    TeamMember.objects.create(
        team=team, role="deskundige", function="Een ander", mission=other, came_by_invitation=True
    )
    assert person.user is not None
    delete_profile(profile=person, actor=person.user)
    kept = set(TeamMember.objects.values_list("function", flat=True))
    assert {"Een ander", "Wethouder van dienst", NOBODY_MORE} <= kept


def test_night_takes_what_a_profile_left_that_went_before(person: ExpertProfile) -> None:
    ExpertProfile.objects.filter(pk=person.pk).delete()
    TeamMember.objects.filter(came_by_invitation=True).update(mission=None, function=TITLE)
    Coupling.objects.update(mission=None, function=TITLE)
    assert rows_that_hold(TITLE)
    assert (retention.RULES["matching.teams"](), retention.RULES["matching.couplings"]()) == (1, 1)
    assert (retention.RULES["matching.teams"](), retention.RULES["matching.couplings"]()) == (0, 0)
    assert rows_that_hold(TITLE) == []


def test_coupling_of_a_minister_keeps_its_function(person: ExpertProfile) -> None:
    make_coupling("minister")
    person.delete()
    retention.RULES["matching.couplings"]()
    assert Coupling.objects.filter(function="minister voor Wonen").exists()
