"""Who runs the site stands on it, or beheer is told that it does not."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.test import Client

from krachtwijken.core.checks import somebody_can_be_reached
from krachtwijken.core.programme.contact import keep_example_contact, programme_contact
from krachtwijken.core.programme.models import ProgrammeContact

AsRole = Callable[..., Any]
FILLED = {"name": "Programma Wijken", "mail": "wijken@rijk.example", "phone": "070 123 45 67"}
PAGES = ("/privacy/", "/toegankelijkheid/")


def ids() -> list[str | None]:
    return [found.id for found in somebody_can_be_reached(None, databases=["default"])]


def test_name_mail_and_number_stand_in_the_footer_and_on_both_pages(site_tree: Any, client: Client) -> None:
    for page in PAGES:
        assert "nog niet ingevuld" in client.get(page).content.decode()
    ProgrammeContact(**FILLED, privacy_mail="fg@rijk.example").save()
    footer = client.get("/loket/").content.decode().partition("<footer")[2]
    for words in ("Programma Wijken", "mailto:wijken@rijk.example", "tel:0701234567"):
        assert words in footer
    privacy, access = (client.get(page).content.decode().partition("<footer")[0] for page in PAGES)
    assert "Programma Wijken is verantwoordelijk" in privacy
    assert "mailto:fg@rijk.example" in privacy
    assert "bel <a" in access
    assert "nog niet ingevuld" not in privacy + access


def test_without_an_address_of_its_own_questions_about_data_go_to_the_other(site_tree: Any) -> None:
    ProgrammeContact(**FILLED).save()
    assert programme_contact().privacy_mail == FILLED["mail"]


def test_beheer_alone_fills_it_in_and_is_told_while_it_is_empty(site_tree: Any, as_role: AsRole) -> None:
    call_command("set_up_roles")
    beheer = as_role("beheer")
    address = beheer.get("/admin/settings/core/programmecontact/")["Location"]
    assert "Niemand ziet wie deze site beheert" in beheer.get("/mijn/").content.decode()
    assert "Niemand ziet" not in as_role("redactie").get("/mijn/").content.decode()
    wrong = beheer.post(address, {**FILLED, "phone": "bel maar"})
    assert "Schrijf een telefoonnummer" in wrong.content.decode()
    assert as_role("redactie").post(address, FILLED).status_code == 302
    assert ProgrammeContact.objects.get().name == ""
    assert beheer.post(address, FILLED).status_code == 302
    assert "Niemand ziet" not in beheer.get("/mijn/").content.decode()
    assert "Programma Wijken" in beheer.get("/mijn/").content.decode()


def test_check_of_the_database_warns_while_it_is_empty(db: None) -> None:
    assert ids() == ["krachtwijken.W001"]
    assert somebody_can_be_reached(None) == []
    ProgrammeContact(name="Programma Wijken").save()
    assert ids() == ["krachtwijken.W001"], "a name without an address reaches nobody"
    ProgrammeContact.objects.all().delete()
    ProgrammeContact(**FILLED).save()
    assert ids() == []


def test_example_never_replaces_what_was_filled_in(db: None) -> None:
    keep_example_contact()
    assert "voorbeeld" in ProgrammeContact.objects.get().name
    ProgrammeContact.objects.update(name="Programma Wijken")
    keep_example_contact()
    assert ProgrammeContact.objects.get().name == "Programma Wijken"
