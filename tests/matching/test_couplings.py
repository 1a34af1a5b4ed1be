"""The register of couplings: what everybody reads of whom, and the visits."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core import retention
from krachtwijken.core.discovery import couplings_of_wijk
from krachtwijken.core.models import Gemeente, Wijk
from krachtwijken.core.outbox.models import MailMessage
from matching.couplings.enums import CouplingKind
from matching.couplings.models import CouplingVisit
from matching.couplings.services import (
    WORDS_KEPT,
    CouplingFacts,
    add_coupling,
    add_visit,
    adjust_coupling,
    drop_visit,
    record_visit,
)
from matching.models import Coupling, SupportRequest
from matching.own_data import loket_data_of_profile
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation, make_mission
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PURPOSE = "Korte lijnen naar het ministerie."


def facts(**changed: Any) -> CouplingFacts:
    values = {
        "kind": CouplingKind.MINISTER, "function": "minister voor Wonen", "name": "", "purpose": PURPOSE,
        "starts_on": date(2026, 1, 5), "ends_on": None,
    }  # fmt: skip
    return CouplingFacts(**{**values, **changed})


def wijk() -> Wijk:
    return Wijk.objects.filter(gemeente__slug="arnhem")[0]


def make_coupling(token: str = "een", **options: Any) -> Coupling:
    changed = options.pop("facts", {})
    values = {"wijk": wijk(), "actor": UserFactory(role="loket"), "facts": facts(**changed), "token": token}
    return add_coupling(**{**values, **options})


def make_from_request(visibility: Visibility = Visibility.LOKET) -> Coupling:
    request = make_request(kind="koppeling", own_met_wie="deskundige", own_waarvoor="Iemand die blijft.")
    take_request(request=request, actor=UserFactory(role="loket"))
    fresh = SupportRequest.objects.get(pk=request.pk)
    mission = make_mission(make_invitation(request=fresh))
    ExpertProfile.objects.update(visibility=visibility)
    return make_coupling(request=fresh, mission=mission, wijk=fresh.wijk, facts={"kind": CouplingKind.EXPERT})


def page_of(coupling: Coupling, user: User | None = None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(coupling.get_absolute_url()).content.decode()


def test_add_is_for_the_loket_once_and_tells_the_gemeente() -> None:
    asker = make_asker()
    with pytest.raises(PermissionDenied):
        make_coupling(actor=asker)
    assert make_coupling() == make_coupling()
    assert (
        MailMessage.objects.filter(subject__contains="gekoppeld").values_list("to", flat=True).get()
        == asker.email
    )


def test_expert_of_the_pool_is_named_as_far_as_the_profile_is_for_everybody(site_tree: Any) -> None:
    coupling = make_from_request()
    profile = ExpertProfile.objects.get()
    assert "Deskundige uit de pool" in page_of(coupling)
    assert profile.title not in page_of(coupling) + Client().get("/koppelingen/").content.decode()
    ExpertProfile.objects.update(visibility=Visibility.PUBLIC)
    assert profile.title in page_of(coupling)
    ExpertProfile.objects.update(consent_until=None)
    assert profile.title not in page_of(coupling)
    profile.delete()
    assert profile.title not in page_of(coupling)


def test_page_shows_nothing_of_the_request(site_tree: Any) -> None:
    secrets = {
        "problem": "Het probleem roerdomp.",
        "contact": "Projectleider fuut",
        "contact_name": "J. Kwartel",
    }
    asker = make_asker(name="Asker Zilvermeeuw")
    request = make_request(asker, kind="koppeling", own_met_wie="open", own_waarvoor="Iets.", **secrets)
    take_request(request=request, actor=UserFactory(role="loket", name="Loket Scholekster"))
    coupling = make_coupling(request=SupportRequest.objects.get(pk=request.pk), wijk=request.wijk)
    pages = page_of(coupling) + Client().get("/koppelingen/").content.decode()
    assert PURPOSE in pages
    hidden = ("roerdomp", "fuut", "Kwartel", "Zilvermeeuw", "Scholekster", request.reference, asker.email)
    assert not [word for word in hidden if word in pages]


def test_confidential_request_keeps_its_coupling_inside(site_tree: Any) -> None:
    coupling = make_from_request()
    SupportRequest.objects.update(confidential_until=timezone.localdate())
    assert Client().get(coupling.get_absolute_url()).status_code == 404
    assert PURPOSE not in Client().get("/koppelingen/").content.decode()
    assert couplings_of_wijk.current()(coupling.wijk_id) == []
    assert "vertrouwelijk" in page_of(coupling, UserFactory(role="loket"))
    own = UserFactory(role="gemeente")
    join_gemeente(user=own, gemeente=coupling.wijk.gemeente, actor=None)
    assert PURPOSE in page_of(coupling, own)


def test_visit_is_planned_told_of_and_dropped_by_loket_and_own_gemeente() -> None:
    asker, coupling, today = make_asker(), make_coupling(), timezone.localdate()
    visit = add_visit(coupling=coupling, actor=asker, planned_on=today, token="een")
    assert add_visit(coupling=coupling, actor=asker, planned_on=today, token="een") == visit
    record_visit(visit=visit, actor=asker, held_on=today, report="Drie besluiten.")
    drop_visit(visit=visit, actor=asker)
    assert CouplingVisit.objects.get().report == "Drie besluiten."
    other = UserFactory(role="gemeente")
    join_gemeente(user=other, gemeente=Gemeente.objects.exclude(slug="arnhem")[0], actor=None)
    for stranger in (other, UserFactory(role="expert")):
        with pytest.raises(PermissionDenied):
            add_visit(coupling=coupling, actor=stranger, planned_on=today, token="twee")
    over = make_coupling("twee", facts={"ends_on": date(2026, 2, 1)})
    with pytest.raises(WrongStepError, match="voorbij"):
        add_visit(coupling=over, actor=asker, planned_on=today, token="een")


def test_wijken_are_chosen_with_their_gemeente(as_role: Callable[..., Client]) -> None:
    page = as_role("loket").get("/loket/koppelingen/nieuw/").content.decode()
    assert "Presikhaaf (Arnhem)" in page


def test_year_without_a_visit_is_shown(site_tree: Any) -> None:
    today = timezone.localdate()
    coupling = make_coupling(facts={"starts_on": today - timedelta(days=400)})
    assert "jaar geen bezoek" in page_of(coupling)
    visit = add_visit(coupling=coupling, actor=make_asker(), planned_on=today, token="een")
    record_visit(visit=visit, actor=UserFactory(role="loket"), held_on=today, report="Kort.")
    assert "jaar geen bezoek" not in page_of(coupling)


def test_function_and_name_of_who_came_by_invitation_are_not_written_by_hand() -> None:
    coupling = make_from_request()
    changed = adjust_coupling(
        coupling=coupling, actor=UserFactory(role="loket"), facts=facts(name="Iemand", function="x")
    )
    assert (changed.name, changed.function) == ("", coupling.function)


def test_wijk_page_shows_who_is_tied_to_it() -> None:
    coupling = make_coupling()
    make_coupling("twee", facts={"ends_on": date(2026, 2, 1), "function": "oud-minister"})
    assert [line.person for line in couplings_of_wijk.current()(coupling.wijk_id)] == ["minister voor Wonen"]


def test_pages_take_what_is_typed_and_name_what_is_wrong(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    desk = as_role("loket")
    wrong = desk.post(
        "/loket/koppelingen/nieuw/", {"function": "Jan de Vries", "name": "Jan de Vries", "token": "a"}
    )
    told = wrong.content.decode()
    assert wrong.status_code == 422
    assert "geen naam" in told
    assert "als de naam openbaar mag zijn" in told
    good = {
        "wijk": wijk().pk, "kind": "bewindspersoon", "function": "minister voor Wonen", "name": "Hedy d'Ancona",
        "name_may_be_public": "on", "purpose": PURPOSE, "starts_on": "2026-01-05", "ends_on": "", "token": "a",
    }  # fmt: skip
    response = desk.post("/loket/koppelingen/nieuw/", good)
    coupling = Coupling.objects.get()
    assert response.headers["Location"] == coupling.get_absolute_url()
    assert "Hedy d&#x27;Ancona, minister voor Wonen" in page_of(coupling)
    assert (
        desk.post(f"{coupling.get_absolute_url()}wijzigen/", {**good, "ends_on": "2025-01-01"}).status_code
        == 422
    )
    assert desk.post(f"{coupling.get_absolute_url()}wijzigen/", {**good, "name": ""}).status_code == 302
    assert "Ancona" not in page_of(coupling)
    assert (
        desk.post(
            f"{coupling.get_absolute_url()}bezoek/", {"planned_on": "2026-03-01", "token": "b"}
        ).status_code
        == 302
    )
    visit = CouplingVisit.objects.get()
    report = f"{coupling.get_absolute_url()}bezoek/{visit.pk}/"
    assert desk.post(report, {"held_on": "2999-01-01", "report": "x"}).status_code == 422
    assert desk.post(report, {"held_on": "2026-03-01", "report": "Drie besluiten."}).status_code == 302
    assert "Drie besluiten." in page_of(coupling)
    assert desk.get("/loket/koppelingen/nieuw/?verzoek=KW-2000-0001").status_code == 404


def test_list_filters_per_wijk_and_asks_the_same_for_one_and_for_three(
    site_tree: Any, client: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/koppelingen/")
        return len(queries)

    make_coupling()
    client.get("/koppelingen/")
    first = asked()
    other = Wijk.objects.exclude(gemeente__slug="arnhem")[0]
    make_coupling("twee", wijk=other, facts={"function": "staatssecretaris"})
    make_coupling("drie", facts={"function": "hoogleraar"})
    assert asked() == first
    page = client.get(f"/koppelingen/?wijk={other.slug}").content.decode()
    assert "staatssecretaris" in page
    assert "hoogleraar" not in page
    assert client.get("/koppelingen/?wijk=onzin&stand=x&page=z").status_code == 200


def test_words_and_name_go_five_years_after_the_end() -> None:
    coupling = make_coupling(
        facts={"starts_on": date(2015, 1, 1), "ends_on": date(2016, 1, 1), "name": "Iemand"}
    )
    ended = timezone.localdate() - WORDS_KEPT + timedelta(days=1)
    young = make_coupling("jong", facts={"starts_on": date(2015, 1, 1), "ends_on": ended, "name": "Ander"})
    running = make_coupling("loopt", facts={"starts_on": date(2015, 1, 1), "name": "Nog iemand"})
    assert retention.RULES["matching.couplings"]() == 1
    assert set(Coupling.objects.filter(purpose=PURPOSE).values_list("pk", "name")) == {
        (young.pk, "Ander"), (running.pk, "Nog iemand"),
    }  # fmt: skip
    fresh = Coupling.objects.get(pk=coupling.pk)
    assert (fresh.name, fresh.function) == ("", "minister voor Wonen")
    assert PURPOSE not in fresh.purpose


def test_own_data_holds_the_coupling() -> None:
    coupling = make_from_request()
    (row,) = loket_data_of_profile(ExpertProfile.objects.get())["koppelingen"]
    assert row["waarvoor"] == coupling.purpose
