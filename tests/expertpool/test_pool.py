"""Who sees whom: three rings, and consent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from expertpool.selectors import candidates
from tests.factories.people import give_lists

SEES_GEMEENTEN = {"gemeente", "loket", "accountmanager", "beheer"}
SEES_LOKET = {"loket", "accountmanager", "beheer"}


def make_profile(title: str, visibility: str = Visibility.PUBLIC, **fields: Any) -> ExpertProfile:
    values = {
        "summary": "Kort.",
        "about": "Lang.",
        "days_per_month": 2,
    }
    levels, roles = fields.pop("levels", ["bestuurlijk"]), fields.pop("roles", ["topdog"])
    fields.setdefault("consent_until", timezone.localdate() + timedelta(days=10))
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    profile = ExpertProfile.objects.create(title=title, visibility=visibility, **{**values, **fields})
    return give_lists(profile, levels=levels, roles=roles)


@pytest.mark.parametrize(
    "role", ["visitor", "gemeente", "expert", "loket", "accountmanager", "redactie", "beheer"]
)
def test_each_ring_shows_to_its_own_roles_only(
    site_tree: Any, as_role: Callable[..., Client], role: str
) -> None:
    for ring in Visibility:
        make_profile(f"Ring {ring.value}", ring)
    client = Client() if role == "visitor" else as_role(role)
    page = client.get("/pool/").content.decode()
    expected = {
        Visibility.PUBLIC: True,
        Visibility.GEMEENTEN: role in SEES_GEMEENTEN,
        Visibility.LOKET: role in SEES_LOKET,
    }
    for ring, visible in expected.items():
        assert (f"Ring {ring.value}" in page) is visible
        slug = f"ring-{ring.value}"
        assert client.get(f"/pool/{slug}/").status_code == (200 if visible else 404)


def test_withdrawn_consent_is_gone_at_once(site_tree: Any, as_role: Callable[..., Client]) -> None:
    owner = as_role("expert")
    make_profile("Aanjager", user=owner.user)
    visitor = Client()
    assert "Aanjager" in visitor.get("/pool/").content.decode()
    owner.post("/mijn/profiel/intrekken/")
    assert "Aanjager" not in visitor.get("/pool/").content.decode()
    assert not candidates().exists()
    assert owner.get("/mijn/profiel/").status_code == 200


def test_expired_consent_hides_a_profile(site_tree: Any, client: Client) -> None:
    make_profile("Verlopen", consent_until=timezone.localdate() - timedelta(days=1))
    assert "Verlopen" not in client.get("/pool/").content.decode()


def test_owner_saves_and_bad_input_is_kept(site_tree: Any, as_role: Callable[..., Client]) -> None:
    owner = as_role("expert")
    profile = make_profile("Aanjager", user=owner.user)
    fields = {
        "summary": "Nieuw en kort.", "about": "Ervaring in wijken.", "days_per_month": 3, "max_parallel": 1,
        "area": "Gelderland", "visibility": "openbaar",
    }  # fmt: skip
    assert owner.post("/mijn/profiel/", fields).status_code == 302
    profile.refresh_from_db()
    assert profile.summary == "Nieuw en kort."
    page = owner.post("/mijn/profiel/", {**fields, "about": "Bel 06-12345678 maar."}).content.decode()
    assert "telefoonnummer" in page
    assert "Bel 06-12345678 maar." in page
    profile.refresh_from_db()
    assert profile.about == "Ervaring in wijken."


@pytest.mark.parametrize(
    "query", ["thema=x", "niveau=%F0%9F%99%82", "page=-1", "page=99999999999999999999", "rol='"]
)
def test_odd_filters_show_a_page(site_tree: Any, client: Client, query: str) -> None:
    assert client.get(f"/pool/?{query}").status_code == 200
