"""Level by theme by region: who is there, who is free, what is asked, and a call for who is missing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.enums import Level, Visibility
from expertpool.grid.providers import current_load, open_demand
from expertpool.grid.selectors import GridCell, grid_cells
from expertpool.grid.services import start_call
from expertpool.models import ExpertProfile, Nomination, RecruitmentCall, ThemeDepth
from expertpool.sections.choices import write_list
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Theme
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation
from tests.races import at_once, failures

AsRole = Callable[..., Client]
START = "/pool/rooster/bestuurlijk/wonen/"


def someone(title: str, **fields: Any) -> ExpertProfile:
    profile = make_profile(title, **fields)
    ThemeDepth.objects.create(profile=profile, theme_id="wonen")
    return profile


def first_cell(region: str = "") -> GridCell:
    return grid_cells(region)[0][0]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_call(actor: Any = None, **changed: Any) -> RecruitmentCall:
    fields: dict[str, Any] = {
        "actor": actor or UserFactory(role="loket"), "level": Level.BESTUURLIJK, "theme": Theme.objects.get(code="wonen"),
        "region": "", "text": "Wij zoeken een bestuurder.", "ends_on": in_days(30),
    }  # fmt: skip
    return start_call(**{**fields, **changed})


def test_cell_counts_who_can_be_asked_who_is_busy_and_what_is_asked(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = someone("Druk", max_parallel=1)
    someone("Vrij", visibility=Visibility.LOKET)
    someone("Zonder tijd", days_per_month=0)
    someone("Zonder toestemming", consent_until=None)
    monkeypatch.setattr(current_load, "registered", lambda pks: {busy.pk: 1})
    monkeypatch.setattr(open_demand, "registered", lambda region: {("bestuurlijk", "wonen"): 3})
    cell = first_cell()
    assert (cell.supply, cell.busy, cell.free, cell.demand) == (2, 1, 1, 3)
    assert cell.is_thin
    assert grid_cells("")[1][0].is_hole


def test_region_keeps_who_goes_there(reference: None) -> None:
    for title, provinces in (
        ("Een", ["Gelderland", "Utrecht"]), ("Twee", []), ("Drie", []), ("Vier", ["Limburg"]),
    ):  # fmt: skip
        write_list(someone(title), "provinces", provinces)
    assert first_cell("Gelderland").supply == 3
    assert first_cell().supply == 4


def test_grid_takes_the_same_queries_for_few_and_many(
    reference: None, django_assert_num_queries: Any
) -> None:
    make_invitation(someone("Eerste"))
    # What two tables say of who has work, who of those is full, who is there, and what is asked.
    with django_assert_num_queries(5):
        assert first_cell().supply == 1
    for number in range(39):
        someone(f"Persoon {number}")
    with django_assert_num_queries(5):
        assert first_cell().supply == 40


def test_loket_starts_a_call_from_a_hole_and_a_visitor_answers_it(site_tree: Any, as_role: AsRole) -> None:
    desk, visitor = as_role("loket"), Client()
    assert START in desk.get("/pool/rooster/").content.decode()
    response = desk.post(START, {"text": "Wij zoeken een bestuurder.", "ends_on": in_days(30).isoformat()})
    address = response.headers["Location"]
    page = visitor.get(address).content.decode()
    assert "Wij zoeken een bestuurder." in page
    assert "Sluit deze oproep" not in page
    fields = {
        "by": "zelf",
        "title": "Wethouder",
        "email": "w@bureau-de-brug.nl",
        "why": "Ervaring in drie wijken.",
    }
    assert visitor.post(address, fields).status_code == 302
    assert Nomination.objects.count() == 1
    RecruitmentCall.objects.update(ends_on=in_days(-1))
    for answer in (visitor.get(address), visitor.post(address, fields)):
        assert answer.status_code == 410
        assert "Deze oproep is gesloten" in answer.content.decode()
    assert Nomination.objects.count() == 1


def test_loket_ends_a_call(site_tree: Any, as_role: AsRole) -> None:
    desk, call = as_role("beheer"), a_call()
    assert "Sluit deze oproep" in desk.get(f"/pool/oproep/{call.pk}/").content.decode()
    desk.post(f"/pool/oproep/{call.pk}/sluiten/")
    answer = Client().get(f"/pool/oproep/{call.pk}/")
    assert (answer.status_code, "Deze oproep is gesloten" in answer.content.decode()) == (410, True)
    assert "/pool/oproep/" not in Client().get("/pool/").content.decode()


def test_same_call_again_is_one_and_another_writes_nothing_over(site_tree: Any, as_role: AsRole) -> None:
    desk = UserFactory(role="loket")
    first = a_call(desk)
    assert a_call(desk).pk == first.pk
    assert "staat al een oproep open" in as_role("loket").get(START).content.decode()
    second = a_call(desk, ends_on=in_days(40))
    first.refresh_from_db()
    assert (second.pk != first.pk, first.ends_on) == (True, in_days(30))
    assert events_of(first).count() == 1


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "x", "ends_on": "9999-12-31"}, {"text": "Bel 06-12345678", "ends_on": "2026-12-31"}],
)
def test_odd_call_gets_a_message(site_tree: Any, as_role: AsRole, fields: dict[str, str]) -> None:
    desk = as_role("loket")
    assert desk.post(START, fields).status_code == 422
    for address in ("/pool/rooster/x/wonen/", "/pool/rooster/bestuurlijk/x/"):
        assert desk.get(address).status_code == 404
    assert desk.get("/pool/rooster/?regio='").status_code == 200
    assert not RecruitmentCall.objects.exists()


def test_region_of_which_no_gemeente_is_known_has_its_holes_and_calls_too(
    site_tree: Any, as_role: AsRole
) -> None:
    write_list(someone("Een"), "provinces", ["Gelderland"])
    desk = as_role("loket")
    page = desk.get("/pool/rooster/?regio=Zeeland").content.decode()
    assert '<option value="Zeeland" selected>' in page
    assert "0 vrij van 0" in page
    assert "1 vrij van 1" not in page
    desk.post(f"{START}?regio=Zeeland", {"text": "Wij zoeken een bestuurder.", "ends_on": str(in_days(30))})
    assert RecruitmentCall.objects.get().region == "Zeeland"


def test_others_start_no_call(reference: None) -> None:
    with pytest.raises(PermissionDenied):
        a_call(UserFactory(role="gemeente"))


def test_two_calls_at_once_are_one(committed: None, rounds: range) -> None:
    Theme.objects.get_or_create(code="wonen", defaults={"name": "Wonen"})
    desk = UserFactory(role="loket")
    for _ in rounds:
        RecruitmentCall.objects.all().delete()
        assert not failures(at_once(*[lambda: a_call(desk)] * 2))
        assert RecruitmentCall.objects.count() == 1
