"""Where somebody comes is seen wherever the loket or a gemeente chooses people, and whether this gemeente lies outside it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from expertpool.enums import Province, Visibility
from expertpool.models import ExpertProfile, ProfileProvince
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Gemeente
from matching.engagements.travel import EVERYWHERE, Travel, travel_of_people
from matching.engine.rank import Advice, Candidate
from matching.models import SupportRequest
from matching.proposals.selectors import proposals_of
from matching.proposals.services import send_proposal
from tests.factories.dossiers import REASON, person_offer
from tests.factories.engagements import make_expert, make_taken_request
from tests.factories.requests import GEMEENTE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
OUTSIDE, AREA = "Buiten het gebied.", "Komt in: Limburg"


def somebody(*provinces: str, area: str = "", **fields: Any) -> ExpertProfile:
    profile = make_expert(area=area, visibility=Visibility.PUBLIC, **fields)
    for province in provinces:
        ProfileProvince.objects.create(profile=profile, province=province)
    return profile


def travel(profile: ExpertProfile, **changed: Any) -> Travel:
    gemeente = Gemeente.objects.get(slug=GEMEENTE)
    for name, value in changed.items():
        setattr(gemeente, name, value)
    return travel_of_people([profile.pk], gemeente)[profile.pk]


@pytest.mark.parametrize(
    ("provinces", "area", "told"),
    [
        (["Limburg"], "", Travel("Limburg", "Gelderland")),
        (["Limburg", "Gelderland"], "", Travel("Limburg, Gelderland")),
        (["Gelderland"], "Alleen met de trein", Travel("Gelderland. Alleen met de trein")),
        ([], "", Travel(EVERYWHERE)),
        ([], "Limburg", Travel("Limburg")),
    ],
)
def test_only_provinces_that_were_named_leave_a_gemeente_out(
    provinces: list[str], area: str, told: Travel
) -> None:
    assert Gemeente.objects.get(slug=GEMEENTE).province == "Gelderland"
    assert travel(somebody(*provinces, area=area)) == told


def test_gemeente_without_a_known_province_lies_outside_nothing() -> None:
    assert travel(somebody("Limburg"), province="").outside == ""


def test_many_are_read_in_two_queries_and_none_in_none() -> None:
    gemeente = Gemeente.objects.get(slug=GEMEENTE)
    people = [somebody(Province.values[number]) for number in range(4)]
    for chosen, most in ((people[:1], 2), (people, 2), ([], 0)):
        with CaptureQueriesContext(connection) as queries:
            assert len(travel_of_people([profile.pk for profile in chosen], gemeente)) == len(chosen)
        assert len(queries) == most


@pytest.fixture
def request_(asker: User) -> SupportRequest:
    return make_taken_request(asker=asker)


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_loket_sees_it_in_the_advice_in_the_list_to_choose_from_and_where_it_invites(
    request_: SupportRequest,
    as_role: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    search_index: Any,
) -> None:
    far, near = somebody("Limburg"), somebody("Gelderland")
    advice = [
        Advice(
            Candidate(f"profile:{one.pk}", one.title, one.get_absolute_url(), None, None, 0.5),
            0.5,
            {"tekst": 0.5},
        )
        for one in (far, near)
    ]
    monkeypatch.setattr(
        "matching.requests.views.desk.advice_on", lambda *_, **__: {"people": advice, "centres": []}
    )
    offers = [person_offer(far), person_offer(near)]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_, **__: offers)
    desk, address = as_role("loket"), f"/loket/werkvoorraad/{request_.reference}/"
    for page in (page_of(desk, address), page_of(desk, f"{address}voorstel/")):
        assert page.count(OUTSIDE) == 1
        assert AREA in page
        assert "Arnhem ligt in Gelderland." in page
        assert "Komt in: Gelderland" in page
    assert OUTSIDE in page_of(desk, f"{address}uitnodigen/{far.slug}/")
    invite = page_of(desk, f"{address}uitnodigen/{near.slug}/")
    assert OUTSIDE not in invite
    assert "<dt>Komt in</dt><dd>Gelderland</dd>" in invite


def test_both_sides_see_it_in_the_proposal(
    request_: SupportRequest, asker: User, as_role: Callable[..., Client], search_index: Any
) -> None:
    far, near = somebody("Limburg"), somebody("Gelderland")
    offers = [person_offer(far), person_offer(near)]
    assert request_.owner is not None
    send_proposal(
        request=request_,
        actor=request_.owner,
        offers=offers,
        reasons={one.key: REASON for one in offers},
        token="v",
    )
    gemeente = Client()
    gemeente.force_login(asker)
    for client, address in (
        (gemeente, request_.get_absolute_url()),
        (gemeente, f"{request_.get_absolute_url()}voorstel/"),
        (as_role("loket"), f"/loket/werkvoorraad/{request_.reference}/"),
    ):
        told = page_of(client, address)
        assert told.count(OUTSIDE) == 1
        assert AREA in told
    (shown,) = proposals_of(request_, asker)
    assert [item.travel and item.travel.outside for item in shown.items] == ["Gelderland", ""]
