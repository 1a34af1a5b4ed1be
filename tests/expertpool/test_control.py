"""An owner in control: pauses, until when, who looked, leaving for good."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from expertpool.control.services import (
    MOST_PAUSES,
    PausesOverlapError,
    TooManyPausesError,
    add_pause,
    count_view,
    delete_profile,
    forget_views_and_pauses,
    remove_pause,
)
from expertpool.control.terms import own_terms
from expertpool.models import ConsentRow, ExpertProfile, Interest, Pause, ProfileViews, SeenFrom
from expertpool.selectors import candidates
from krachtwijken.core.models import AuditEvent, Gemeente
from krachtwijken.core.outbox.models import OutboxRow
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation, make_mission
from tests.races import at_once, failures

AsRole = Callable[..., Client]


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def mine(as_role: AsRole, **fields: Any) -> tuple[Client, ExpertProfile]:
    client = as_role("expert")
    return client, make_profile("Aanjager", user=client.user, **fields)


@pytest.mark.parametrize(
    ("starts", "ends", "proposed"), [(0, 0, False), (-3, 3, False), (1, 3, True), (-3, -1, True)]
)
def test_pause_keeps_the_loket_away_and_the_profile_stays(
    db: None, starts: int, ends: int, proposed: bool
) -> None:
    profile = make_profile("Aanjager")
    Pause.objects.create(profile=profile, starts=day(starts), ends=day(ends))
    assert candidates().filter(pk=profile.pk).exists() is proposed
    assert Client().get("/pool/aanjager/").status_code == 200


@pytest.mark.parametrize(("until", "proposed"), [(None, True), (0, True), (-1, False)])
def test_last_day_of_availability_is_a_hard_limit(db: None, until: int | None, proposed: bool) -> None:
    make_profile("Aanjager", available_until=None if until is None else day(until))
    assert candidates().exists() is proposed


def test_owner_takes_a_pause_and_ends_it(site_tree: Any, as_role: AsRole) -> None:
    client, profile = mine(as_role)
    fields = {"starts": day(0).isoformat(), "ends": day(9).isoformat()}
    for _ in range(2):
        assert client.post("/mijn/profiel/pauze/", fields).status_code == 302
    assert "Haal weg" in client.get("/mijn/profiel/").content.decode()
    client.post("/mijn/profiel/pauze/", {"remove": Pause.objects.get().pk})
    assert candidates().filter(pk=profile.pk).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"starts": "x", "ends": "y"},
        {"starts": "2099-01-02", "ends": "2099-01-01"},
        {"starts": "2001-01-01", "ends": "2001-01-02"},
        {"starts": "2026-01-01", "ends": "9999-12-31"},
        {"remove": "9" * 40},
    ],
)
def test_odd_pause_gets_a_message(site_tree: Any, as_role: AsRole, fields: dict[str, str]) -> None:
    client, _ = mine(as_role)
    response = client.post("/mijn/profiel/pauze/", fields)
    assert response.status_code == 422
    assert not Pause.objects.exists()


def test_pause_beside_another_names_it(site_tree: Any, as_role: AsRole) -> None:
    client, profile = mine(as_role)
    Pause.objects.create(profile=profile, starts=date(2098, 3, 1), ends=date(2098, 3, 10))
    answer = client.post("/mijn/profiel/pauze/", {"starts": "2098-03-10", "ends": "2098-03-20"})
    assert answer.status_code == 422 or "binnen tien jaar" in answer.content.decode()
    soon = {"starts": day(5).isoformat(), "ends": day(9).isoformat()}
    assert client.post("/mijn/profiel/pauze/", soon).status_code == 302
    inside = client.post("/mijn/profiel/pauze/", {"starts": day(1).isoformat(), "ends": day(6).isoformat()})
    assert inside.status_code == 422
    assert "U hebt al een pauze van" in inside.content.decode()
    assert Pause.objects.count() == 2


def test_page_says_that_somebody_is_away_and_not_until_when(site_tree: Any) -> None:
    profile = make_profile("Aanjager")
    page = "/pool/aanjager/"
    assert "2 dagen per maand" in Client().get(page).content.decode()
    Pause.objects.create(profile=profile, starts=day(-3), ends=day(40))
    text = Client().get(page).content.decode()
    assert "Nu even niet" in text
    assert str(day(40).year) not in text.split("Nu even niet")[1][:60]
    ExpertProfile.objects.update(available_until=day(-1))
    assert "Niet meer" in Client().get(page).content.decode()
    assert "0 van 3" not in text


def test_last_day_lies_ahead_and_an_old_one_does_not_stand_in_the_way(
    site_tree: Any, as_role: AsRole
) -> None:
    client, _profile = mine(as_role)
    form = client.get("/mijn/profiel/").context["form"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    answer = client.post("/mijn/profiel/", {**data, "available_until": day(-1).isoformat()})
    assert answer.status_code == 422
    assert "al voorbij" in answer.content.decode()
    assert client.post("/mijn/profiel/", {**data, "available_until": "9999-12-31"}).status_code == 422
    ExpertProfile.objects.update(available_until=day(-1))
    form = client.get("/mijn/profiel/").context["form"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    data |= {"available_until": day(-1).isoformat(), "summary": "Iets anders."}
    assert client.post("/mijn/profiel/", data).status_code == 302


def test_pause_that_ends_before_it_starts_is_refused_by_the_database(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(profile=make_profile("Aanjager"), starts=day(2), ends=day(1))


def test_pauses_are_limited_and_of_the_owner_alone(db: None) -> None:
    profile = make_profile("Aanjager", user=UserFactory(role="expert"))
    owner, stranger = profile.user, UserFactory(role="beheer")
    assert owner is not None
    for number in range(MOST_PAUSES):
        add_pause(profile=profile, actor=owner, starts=day(number), ends=day(number))
    with pytest.raises(TooManyPausesError):
        add_pause(profile=profile, actor=owner, starts=day(99), ends=day(99))
    for call in (
        lambda: add_pause(profile=profile, actor=stranger, starts=day(1), ends=day(2)),
        lambda: remove_pause(profile=profile, pause=1, actor=stranger),
        lambda: delete_profile(profile=profile, actor=stranger),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_own_page_says_what_is_asked_by_when_and_how_full_one_is(site_tree: Any, as_role: AsRole) -> None:
    owner, profile = mine(as_role, max_parallel=3)
    quiet = unescape(owner.get("/mijn/profiel/").content.decode())
    assert "hoogstens 3 opdrachten tegelijk. Daarvan zijn er nu 0 bezet" in quiet
    asked = make_invitation(profile)
    mission = make_mission(make_invitation(profile))
    make_invitation()
    page = unescape(owner.get("/mijn/profiel/").content.decode())
    assert "Daarvan zijn er nu 2 bezet: 1 uitnodiging en 1 opdracht." in page
    assert f'href="{asked.get_absolute_url()}"' in page
    assert f"antwoord uiterlijk op {date_format(asked.answer_by, 'j F Y')}" in page
    assert f'href="{mission.get_absolute_url()}"' in page
    assert page.count(" vraagt uw hulp") == 1


def test_own_page_says_how_long_each_thing_is_kept(site_tree: Any, as_role: AsRole) -> None:
    owner, _ = mine(as_role)
    page = unescape(owner.get("/mijn/profiel/").content.decode())
    terms = dict(own_terms())
    assert terms["Hoe vaak iemand keek"] == "dertien maanden"
    assert terms["Gesprekken met het loket"].startswith("vijf jaar")
    assert len(terms) == 10
    for what, how_long in terms.items():
        assert f"<dt>{what}</dt><dd>{how_long}</dd>" in page


def test_owner_sees_how_often_and_never_who(site_tree: Any, as_role: AsRole) -> None:
    owner, profile = mine(as_role)
    gemeente = as_role("gemeente", email="nieuwsgierig@example.org")
    for client in (Client(), Client(), gemeente, as_role("loket"), owner):
        client.get("/pool/aanjager/")
    counts = dict(ProfileViews.objects.filter(profile=profile).values_list("seen_from", "count"))
    assert counts == {SeenFrom.VISITOR: 2, SeenFrom.GEMEENTE: 1, SeenFrom.PROGRAMME: 1}
    page = owner.get("/mijn/profiel/").content.decode()
    assert "Bezoekers" in page
    assert "nieuwsgierig" not in page


def test_page_stands_when_counting_fails(
    site_tree: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_profile("Aanjager")

    def breaks(**_fields: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("expertpool.control.viewing.count_view", breaks)
    assert client.get("/pool/aanjager/").status_code == 200


def test_old_views_and_past_pauses_are_forgotten(db: None) -> None:
    profile = make_profile("Aanjager")
    for days in (-500, -10):
        ProfileViews.objects.create(profile=profile, month=day(days), seen_from=SeenFrom.VISITOR)
    for days in (-1, 0):
        Pause.objects.create(profile=profile, starts=day(-5), ends=day(days))
    assert forget_views_and_pauses() == 2
    assert ProfileViews.objects.get().month == day(-10)
    assert Pause.objects.get().ends == day(0), "its last day is not over"
    assert forget_views_and_pauses() == 0


def test_everything_of_the_owner_is_in_the_download(site_tree: Any, as_role: AsRole) -> None:
    client, profile = mine(as_role)
    gemeente = Gemeente.objects.get(slug="arnhem")
    Interest.objects.create(profile=profile, gemeente=gemeente, role="raadslid van de grutto")
    Pause.objects.create(profile=profile, starts=day(0), ends=day(1))
    ConsentRow.objects.create(profile=profile, text_version="2026-1", how="link", given_at=timezone.now())
    data = client.get("/mijn/profiel/gegevens.json").json()
    assert data["belangen"][0]["wat u daar doet"] == "raadslid van de grutto"
    assert data["pauzes"]
    assert data["toestemmingen"][0]["versie van de tekst"] == "2026-1"
    user = client.user
    assert data["account"] == {"naam": user.name, "e-mailadres": user.email}


def test_download_has_every_consent_and_not_only_the_newest(site_tree: Any, as_role: AsRole) -> None:
    client, _ = mine(as_role, consent_until=None)
    for _ in range(2):
        client.post("/mijn/profiel/toestemming/")
        client.post("/mijn/profiel/intrekken/")
    rows = client.get("/mijn/profiel/gegevens.json").json()["toestemmingen"]
    assert len(rows) == 2
    assert all(row["ingetrokken op"] for row in rows)


def test_erased_profile_leaves_only_that_it_happened(site_tree: Any, as_role: AsRole) -> None:
    client, profile = mine(as_role, summary="Kent de roerdomp.")
    gemeente = Gemeente.objects.get(slug="arnhem")
    Interest.objects.create(profile=profile, gemeente=gemeente, role="raadslid")
    assert "Ja, wis alles" in client.get("/mijn/profiel/wissen/").content.decode()
    assert ExpertProfile.objects.exists()
    assert client.post("/mijn/profiel/wissen/").status_code == 302
    assert not ExpertProfile.objects.exists()
    assert not Interest.objects.exists()
    assert Client().get("/pool/aanjager/").status_code == 404
    assert OutboxRow.objects.filter(key=f"profile:{profile.pk}").exists(), "search hears of it"
    assert AuditEvent.objects.filter(action="expertpool.profile_erased").count() == 1
    assert not AuditEvent.objects.filter(data__icontains="roerdomp").exists()
    again = client.post("/mijn/profiel/wissen/", follow=True)
    assert "U hebt geen profiel" in again.content.decode()
    for address in (
        "/mijn/profiel/",
        "/mijn/profiel/bewijs/",
        "/mijn/profiel/gegevens.json",
        "/mijn/profiel/pauze/",
    ):
        answer = client.get(address)
        assert (answer.status_code, "Draag uzelf voor" in answer.content.decode()) == (200, True)


def test_looks_at_once_are_all_counted(committed: None, rounds: range) -> None:
    profile = make_profile("Aanjager")
    month = date(2026, 1, 1)
    for _ in rounds:
        outcomes = at_once(
            *[lambda: count_view(profile=profile.pk, month=month, seen_from=SeenFrom.VISITOR)] * 3
        )
        assert not failures(outcomes)
    assert ProfileViews.objects.get().count == 3 * len(rounds)


def test_pause_is_the_same_when_both_its_days_are(db: None) -> None:
    profile = make_profile("Aanjager", user=UserFactory(role="expert"))
    owner = profile.user
    assert owner is not None
    first = add_pause(profile=profile, actor=owner, starts=day(1), ends=day(5))
    assert add_pause(profile=profile, actor=owner, starts=day(1), ends=day(5)) == first
    assert add_pause(profile=profile, actor=owner, starts=day(6), ends=day(9)) != first
    with pytest.raises(PausesOverlapError):
        add_pause(profile=profile, actor=owner, starts=day(2), ends=day(5))
    assert AuditEvent.objects.filter(action="expertpool.pause_added").count() == 2


def test_pause_of_somebody_else_stays(db: None) -> None:
    mine, other = make_profile("Aanjager", user=UserFactory(role="expert")), make_profile("Ander")
    pause = Pause.objects.create(profile=other, starts=day(1), ends=day(5))
    assert mine.user is not None
    remove_pause(profile=mine, pause=pause.pk, actor=mine.user)
    assert Pause.objects.get() == pause
    assert not AuditEvent.objects.filter(action="expertpool.pause_removed").exists()
