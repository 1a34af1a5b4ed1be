"""The pool for the loket and beheer: who may see and change what of somebody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.desk.services import NotAllowedError, adjust_profile
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, ThemeDepth
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from tests.expertpool.test_pool import make_profile

AsRole = Callable[..., Client]
LIST = "/loket/profielen/"
FIELDS = {"days_per_month": 1, "max_parallel": 2, "area": "Limburg", "visibility": "openbaar"}


def days_ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def text_of(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_tells_visibility_and_until_when_consent_holds(site_tree: Any, as_role: AsRole) -> None:
    make_profile("Bruggenbouwer", Visibility.LOKET, consent_until=days_ago(-400))
    make_profile("Bijna voorbij", Visibility.PUBLIC, consent_until=days_ago(-5))
    text = text_of(as_role("loket"))
    assert "Bruggenbouwer" in text
    assert "Alleen het loket" in text
    ending = text_of(as_role("loket"), f"{LIST}?toestemming=bijna_verlopen")
    assert "Bijna voorbij" in ending
    assert "Bruggenbouwer" not in ending


def test_filter_on_consent_offers_what_the_list_can_hold(site_tree: Any, as_role: AsRole) -> None:
    make_profile("Ingetrokken persoon", consent_until=None)
    make_profile("Verlopen persoon", consent_until=days_ago(1))
    desk, beheer = text_of(as_role("loket")), text_of(as_role("beheer"))
    for value in ("verlopen", "geen"):
        assert f'<option value="{value}"' not in desk
        assert f'<option value="{value}"' in beheer
    assert "staat hier niet" in desk
    assert "staat hier niet" not in beheer
    assert "Ingetrokken persoon" in text_of(as_role("beheer"), f"{LIST}?toestemming=geen")
    assert "Verlopen persoon" in text_of(as_role("beheer"), f"{LIST}?toestemming=verlopen")


def test_level_and_theme_narrow_together(site_tree: Any, as_role: AsRole) -> None:
    for title, level, theme in (
        ("Past", "bestuurlijk", "wonen"), ("Ander thema", "bestuurlijk", "werken"), ("Ander niveau", "bewoner", "wonen"),
    ):  # fmt: skip
        ThemeDepth.objects.create(profile=make_profile(title, levels=[level]), theme_id=theme)
    text = text_of(as_role("loket"), f"{LIST}?niveau=bestuurlijk&thema=wonen&zicht=openbaar")
    assert "Past" in text
    assert "Ander" not in text
    assert "1 profiel" in text


@pytest.mark.parametrize("until", [None, days_ago(1)], ids=["withdrawn", "lapsed"])
def test_without_consent_only_beheer_sees_that_it_is_there_and_nothing_of_it(
    site_tree: Any, as_role: AsRole, until: Any
) -> None:
    profile = make_profile(
        "Vertrokken", summary="Geheim verhaal", area="Geheim gebied", levels=["bestuurlijk"]
    )
    loket, beheer = as_role("loket"), as_role("beheer")
    assert "Vertrokken" in text_of(loket)
    ExpertProfile.objects.filter(pk=profile.pk).update(consent_until=until)
    text = text_of(loket)
    assert "Vertrokken" not in text
    assert "0 profielen" in text
    text = text_of(beheer)
    assert "Vertrokken" in text
    assert "Alleen voor de persoon zelf" in text
    assert "Geheim" not in text
    assert f"{LIST}vertrokken/" not in text
    assert "Vertrokken" not in text_of(beheer, f"{LIST}?niveau=bestuurlijk"), "a filter would tell its level"
    for client in (loket, beheer):
        assert client.get(f"{LIST}vertrokken/").status_code == 404
        assert client.post(f"{LIST}vertrokken/", FIELDS).status_code == 404
    profile.refresh_from_db()
    assert profile.area == "Geheim gebied"


@pytest.mark.parametrize(
    "role", ["visitor", "gemeente", "expert", "kenniscentrum", "accountmanager", "redactie"]
)
def test_other_roles_change_nothing(site_tree: Any, as_role: AsRole, role: str) -> None:
    profile = make_profile("Bruggenbouwer")
    client = Client() if role == "visitor" else as_role(role)
    for address in (LIST, f"{LIST}bruggenbouwer/"):
        assert client.get(address).status_code == (302 if role == "visitor" else 403)
    client.post(f"{LIST}bruggenbouwer/", FIELDS)
    profile.refresh_from_db()
    assert profile.area == ""
    if role != "visitor":
        with pytest.raises(PermissionDenied):
            adjust_profile(profile=profile, actor=client.user, changes={"area": "x"})


def test_loket_adjusts_time_and_the_owner_hears_of_it(site_tree: Any, as_role: AsRole) -> None:
    owner = as_role("expert").user
    profile = make_profile("Bruggenbouwer", user=owner)
    desk = as_role("loket")
    assert desk.post(f"{LIST}bruggenbouwer/", FIELDS).status_code == 302
    profile.refresh_from_db()
    assert (profile.days_per_month, profile.max_parallel, profile.area) == (1, 2, "Limburg")
    event = events_of(profile).get()
    assert event.action == "expertpool.profile_adjusted"
    assert event.actor_id == desk.user.pk
    assert sorted(event.data["fields"]) == ["area", "days_per_month", "max_parallel"]
    mail = MailMessage.objects.get(to=owner.email)
    assert "dagen per maand" in mail.body
    assert OutboxRow.objects.filter(topic="search.refresh", key=f"profile:{profile.pk}").exists()
    desk.post(f"{LIST}bruggenbouwer/", FIELDS)
    assert events_of(profile).count() == 1, "the same again changes nothing"
    assert MailMessage.objects.filter(to=owner.email).count() == 1


def test_consent_and_words_of_the_owner_are_out_of_reach(site_tree: Any, as_role: AsRole) -> None:
    until = days_ago(-10)
    profile = make_profile("Bruggenbouwer", consent_until=until)
    for role in ("loket", "beheer"):
        as_role(role).post(
            f"{LIST}bruggenbouwer/",
            {
                **FIELDS,
                "consent_until": "2099-01-01",
                "summary": "Anders",
                "about": "Anders",
                "title": "Anders",
            },
        )
    profile.refresh_from_db()
    assert profile.consent_until == until
    assert (profile.title, profile.summary, profile.about) == ("Bruggenbouwer", "Kort.", "Lang.")


def test_visibility_is_narrowed_and_never_widened(site_tree: Any, as_role: AsRole) -> None:
    profile = make_profile("Bruggenbouwer", Visibility.PUBLIC)
    desk = as_role("loket")
    assert "Bruggenbouwer" in text_of(Client(), "/pool/")
    desk.post(f"{LIST}bruggenbouwer/", {**FIELDS, "visibility": "alleen_loket"})
    assert "Bruggenbouwer" not in text_of(Client(), "/pool/")
    response = desk.post(f"{LIST}bruggenbouwer/", FIELDS)
    assert response.status_code == 422
    assert "Dat kan alleen de persoon zelf kiezen." in response.content.decode()
    profile.refresh_from_db()
    assert profile.visibility == Visibility.LOKET
    with pytest.raises(NotAllowedError):
        adjust_profile(profile=profile, actor=desk.user, changes={"visibility": "gemeenten"})


def test_owner_who_withdraws_meanwhile_wins(site_tree: Any, as_role: AsRole) -> None:
    profile = make_profile("Bruggenbouwer")
    desk = as_role("loket").user
    ExpertProfile.objects.filter(pk=profile.pk).update(consent_until=None)
    with pytest.raises(NotAllowedError):
        adjust_profile(profile=profile, actor=desk, changes={"area": "Limburg"})
    assert not events_of(profile).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"days_per_month": "99"},
        {"days_per_month": "x"},
        {"max_parallel": "9" * 30},
        {"area": "a\x00b"},
        {"area": "x" * 300},
        {"visibility": "x"},
    ],
)
def test_odd_input_gets_a_message_and_stays(site_tree: Any, as_role: AsRole, fields: dict[str, str]) -> None:
    make_profile("Bruggenbouwer")
    response = as_role("loket").post(f"{LIST}bruggenbouwer/", {**FIELDS, "area": "Twente", **fields})
    assert response.status_code == 422
    assert "Er klopt nog iets niet" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["niveau=x", "thema=%F0%9F%99%82", "page=-1", "page=" + "9" * 30, "toestemming='"]
)
def test_odd_filters_show_a_page(site_tree: Any, as_role: AsRole, query: str) -> None:
    text_of(as_role("beheer"), f"{LIST}?{query}")


def test_list_takes_the_same_queries_for_few_and_many(
    site_tree: Any, as_role: AsRole, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        ThemeDepth.objects.create(profile=make_profile(f"Persoon {number}"), theme_id="wonen")
    desk = as_role("beheer")
    desk.get(LIST)
    with django_assert_max_num_queries(10):
        desk.get(LIST)


def test_menu_of_the_content_management_shows_it_to_beheer_only(site_tree: Any, as_role: AsRole) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    assert LIST in text_of(as_role("beheer"), "/admin/")
    assert LIST not in text_of(as_role("redactie"), "/admin/")
