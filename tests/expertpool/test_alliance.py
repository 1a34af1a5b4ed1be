"""An organisation of the alliance: its own people as far as they chose so, and what it offers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from expertpool.alliance.services import OrganisationEndedError, set_organisation, write_offer
from expertpool.models import ExpertProfile, Interest, Nomination, OrganisationOffer, Pause, ProfileEvidence
from expertpool.sections.services import confirm_evidence, save_section
from krachtwijken.accounts.models import OrganisationMembership
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import Gemeente, Organisation, Theme
from krachtwijken.core.outbox.models import MailMessage
from tests.expertpool.test_admission import AGREED, link_in
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory

AsRole = Callable[..., Client]
HOME = "/organisatie/"
CANARY = "roerdomp"


@pytest.fixture
def aedes(site_tree: Any) -> Organisation:
    return Organisation.objects.get(slug="aedes")


@pytest.fixture
def manager(as_role: AsRole, aedes: Organisation) -> Client:
    client = as_role("organisatie")
    OrganisationMembership.objects.create(user=client.user, organisation=aedes)
    return client


def member(aedes: Organisation | None, title: str = "Wijkregisseur", **fields: Any) -> ExpertProfile:
    return make_profile(title, user=UserFactory(role="expert"), organisation=aedes, **fields)


def text_of(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"visibility": "alleen_loket"}, True),
        ({"consent_until": None}, False),
        ({"consent_until": timezone.localdate() - timedelta(days=1)}, False),
    ],
)
def test_sees_own_people_while_their_consent_holds(
    manager: Client, aedes: Organisation, fields: dict[str, Any], shown: bool
) -> None:
    profile = member(aedes, **fields)
    member(None, "Iemand anders")
    page = text_of(manager, HOME)
    assert ("Wijkregisseur" in page) is shown
    assert "Iemand anders" not in page
    assert manager.get(f"{HOME}mensen/{profile.slug}/").status_code == (200 if shown else 404)
    assert manager.get(f"{HOME}mensen/iemand-anders/").status_code == 404


def test_writes_the_professional_part_and_the_person_hears_of_it(
    manager: Client, aedes: Organisation
) -> None:
    profile = member(aedes)
    address = f"{HOME}mensen/{profile.slug}/deel/wie/"
    assert manager.post(address, {"title": "Gebiedsregisseur", "languages": ["pools"]}).status_code == 302
    profile.refresh_from_db()
    assert profile.title == "Gebiedsregisseur"
    assert profile.user is not None
    mail = MailMessage.objects.get(to=profile.user.email)
    assert "functie, talen" in mail.body or "talen, functie" in mail.body
    assert "Aedes" in mail.body
    (event,) = events_of(profile)
    assert event.actor == manager.user
    work = {"kind": "praktijk", "title": "Portiekgesprekken", "text": "Voerde ze.", "counts": "on"}
    assert manager.post(f"{HOME}mensen/{profile.slug}/bewijs/nieuw/", work).status_code == 302
    assert ProfileEvidence.objects.get(profile=profile).title == "Portiekgesprekken"


def test_no_private_field_shows_and_none_can_be_sent(manager: Client, aedes: Organisation) -> None:
    profile = member(aedes)
    gemeente = Gemeente.objects.get(slug="arnhem")
    Interest.objects.create(profile=profile, gemeente=gemeente, role=CANARY)
    Pause.objects.create(profile=profile, starts="2098-05-05", ends="2098-05-06")
    assert profile.user is not None
    ring, until = profile.visibility, profile.consent_until
    addresses = [HOME, f"{HOME}mensen/{profile.slug}/", f"{HOME}mensen/{profile.slug}/bewijs/"]
    addresses += [
        f"{HOME}mensen/{profile.slug}/deel/{name}/" for name in ("wie", "werk", "krachten", "gebied")
    ]
    for address in addresses:
        page = text_of(manager, address)
        for private in (CANARY, "2098", profile.user.email, str(until)):
            assert private not in page, (address, private)
    manager.post(
        f"{HOME}mensen/{profile.slug}/deel/wie/",
        {"title": "Ander", "visibility": "openbaar", "consent_until": "2199-01-01", "days_per_month": "31"},
    )
    profile.refresh_from_db()
    assert (profile.visibility, profile.consent_until, profile.days_per_month) == (ring, until, 2)
    for address in (
        "/mijn/profiel/",
        f"/loket/profielen/{profile.slug}/",
        f"/loket/profielen/{profile.slug}/belangen/",
    ):
        assert manager.get(address).status_code == 403


def test_parts_of_a_colleague_are_called_in_the_third_person(manager: Client, aedes: Organisation) -> None:
    page = f"{HOME}mensen/{member(aedes).slug}/"
    shown = text_of(manager, page) + text_of(manager, f"{page}deel/wie/")
    assert "Wie deze persoon is" in shown
    for of_oneself in ("Wie u bent", "Wat u doet", "Waar u sterk in bent", "Waar u komt"):
        assert of_oneself not in shown
    assert manager.get(f"{page}deel/geheim/").status_code == 404


def test_choice_without_a_value_says_kies(manager: Client) -> None:
    for address in (f"{HOME}voordragen/", "/pool/inlezen/"):
        shown = text_of(manager, address)
        assert "---------" not in shown
        assert ">Kies</option>" in shown


def test_withdrawn_while_the_form_was_open_is_refused(manager: Client, aedes: Organisation) -> None:
    profile = member(aedes)
    ExpertProfile.objects.update(consent_until=None)
    with pytest.raises(PermissionDenied):
        save_section(profile=profile, actor=manager.user, values={"title": "Ander"})


def test_person_makes_and_breaks_the_tie_and_nobody_else_does(
    manager: Client, aedes: Organisation, as_role: AsRole
) -> None:
    owner = as_role("expert")
    profile = make_profile("Wijkregisseur", user=owner.user)
    assert "Wijkregisseur" not in text_of(manager, HOME)
    for value, shown in ((str(aedes.pk), True), ("", False)):
        for _ in range(2):
            assert owner.post("/mijn/profiel/organisatie/", {"organisation": value}).status_code == 302
        assert ("Wijkregisseur" in text_of(manager, HOME)) is shown
    with pytest.raises(PermissionDenied):
        set_organisation(profile=profile, organisation=aedes, actor=manager.user)
    assert events_of(profile).count() == 2


def test_brings_in_a_colleague_who_decides(manager: Client, aedes: Organisation) -> None:
    fields = {
        "organisation": aedes.pk,
        "title": "Huismeester",
        "email": "h@corporatie-oost.nl",
        "why": "Kent de flat en de bewoners.",
    }
    assert manager.post(f"{HOME}voordragen/", fields).status_code == 302
    mail = MailMessage.objects.get(to="h@corporatie-oost.nl")
    assert "Aedes droeg u voor" in mail.body
    page = text_of(Client(), link_in(mail))
    assert "Aedes mag daarna bijhouden" in page
    assert Client().post(link_in(mail), AGREED).status_code == 200
    profile = Nomination.objects.get().profile
    assert profile is not None
    assert profile.organisation == aedes
    assert "Wijkmanager" not in text_of(manager, HOME), "not before two people agreed and a term began"
    other = Organisation.objects.get(slug="movisie")
    assert manager.post(f"{HOME}voordragen/", {**fields, "organisation": other.pk}).status_code == 422


def test_offer_per_theme_is_written_read_by_all_and_taken_away(manager: Client, aedes: Organisation) -> None:
    address = f"{HOME}aanbod/aedes/wonen/"
    mark = manager.get(address).context["form"]["versie"].value()
    assert manager.post(address, {"text": "Een dag meekijken.", "versie": mark}).status_code == 302
    assert "Een dag meekijken." in text_of(Client(), "/pool/organisaties/")
    late = manager.post(address, {"text": "Iets anders.", "versie": mark})
    assert late.status_code == 422
    assert "Iets anders." in late.content.decode()
    manager.post(address, {"text": ""})
    assert not OrganisationOffer.objects.exists()
    assert manager.get(f"{HOME}aanbod/movisie/wonen/").status_code == 404
    with pytest.raises(PermissionDenied):
        write_offer(
            organisation=Organisation.objects.get(slug="movisie"), theme=Theme.objects.get(code="wonen"),
            text="Van een ander.", actor=manager.user,
        )  # fmt: skip


def test_public_page_counts_only_whom_everybody_sees(manager: Client, aedes: Organisation) -> None:
    OrganisationOffer.objects.create(organisation=aedes, theme_id="wonen", text="Een dag meekijken.")
    member(aedes, "Een")
    member(aedes, "Twee", visibility="alleen_loket")
    member(aedes, "Drie", consent_until=None)
    page = text_of(Client(), "/pool/organisaties/")
    assert re.search(r"1\s+persoon uit deze organisatie", page)
    assert "Een dag" in page


def test_pages_take_the_same_queries_for_one_and_for_three(
    manager: Client, aedes: Organisation, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for number in (1, 3):
        while ExpertProfile.objects.count() < number:
            member(aedes, f"Persoon {ExpertProfile.objects.count()}")
        manager.get(HOME)
        with django_assert_max_num_queries(60) as captured:
            manager.get(HOME)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_forms_of_a_colleague_speak_of_the_colleague(manager: Client, aedes: Organisation) -> None:
    profile = member(aedes)
    page, own = f"{HOME}mensen/{profile.slug}/", re.compile(r"\b(u|uw|mij|mijn|ik)\b", re.IGNORECASE)
    for address in [
        *(f"{page}deel/{name}/" for name in ("wie", "werk", "krachten", "gebied")),
        f"{page}bewijs/nieuw/",
    ]:
        form = manager.get(address).context["form"]
        words = [str(text) for field in form.fields.values() for text in (field.label, field.help_text)]
        words += [str(label) for field in form.fields.values() for _, label in getattr(field, "choices", ())]
        assert [text for text in words if own.search(text)] == [], address


def test_old_work_is_confirmed_by_its_owner_only(manager: Client, aedes: Organisation) -> None:
    profile = member(aedes)
    old = ProfileEvidence.objects.create(profile=profile, kind="lezing", title="Lezing", year=2001)
    page = f"{HOME}mensen/{profile.slug}/bewijs/"
    assert "Dit klopt nog steeds" not in text_of(manager, page)
    assert manager.post(page, {"confirm": str(old.pk)}).status_code == 403
    old.refresh_from_db()
    assert old.confirmed_on is None
    assert profile.user is not None
    confirm_evidence(profile=profile, actor=profile.user, evidence=old.pk)
    old.refresh_from_db()
    assert old.confirmed_on == timezone.localdate()


def test_tie_of_another_tab_is_not_put_back(as_role: AsRole, aedes: Organisation) -> None:
    owner = as_role("expert")
    profile = make_profile("Wijkregisseur", user=owner.user, organisation=aedes)
    page = "/mijn/profiel/organisatie/"
    seen = owner.get(page).context["form"]["versie"].value()
    set_organisation(profile=profile, organisation=None, actor=owner.user)
    movisie = Organisation.objects.get(slug="movisie")
    answer = owner.post(page, {"organisation": str(movisie.pk), "versie": seen})
    assert answer.status_code == 422
    assert "net veranderd" in answer.content.decode()
    profile.refresh_from_db()
    assert profile.organisation is None
    again = answer.context["form"]["versie"].value()
    assert owner.post(page, {"organisation": str(movisie.pk), "versie": again}).status_code == 302


def test_organisation_that_ended_keeps_nobody(as_role: AsRole, aedes: Organisation) -> None:
    owner = as_role("expert")
    profile = make_profile("Wijkregisseur", user=owner.user)
    Organisation.objects.filter(pk=aedes.pk).update(active_until=2020)
    with pytest.raises(OrganisationEndedError):
        set_organisation(profile=profile, organisation=aedes, actor=owner.user)
    assert owner.post("/mijn/profiel/organisatie/", {"organisation": str(aedes.pk)}).status_code == 422
