"""Beheer changes the words of a mail in the content management; nobody else sees or changes them."""

import re
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.roles import Role
from krachtwijken.core.mail import render_mail
from krachtwijken.core.mail_texts.forms import MailTextForm
from krachtwijken.core.mail_texts.packaged import site_mails
from krachtwijken.core.models import AuditEvent, MailText

AsRole = Callable[..., Any]
BASE = "/admin/snippets/core/mailtext/"
ADD = f"{BASE}add/?mail=part_withdrawn"
PREVIEW = f"{BASE}preview/?mail=part_withdrawn"
TEMPLATE, CONTEXT = "mail/part_withdrawn.txt", {"reference": "KW-1", "gemeente": "Arnhem"}
SUBJECT = "Niet meer nodig ({{ reference }})"
TYPED = {
    "subject": SUBJECT,
    "body": "Beste collega,\r\n\r\nDe vraag over {{ gemeente }} is weg.\r\n",
    "seen": "",
}


@pytest.fixture
def beheer(site_tree: Any, as_role: AsRole) -> Client:
    call_command("set_up_roles", verbosity=0)
    client: Client = as_role("beheer")
    return client


def seen_on(page: Any) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    return found[1] if found else ""


def edit_address() -> str:
    return f"{BASE}edit/{MailText.objects.get().pk}/"


def trail() -> list[tuple[str, Any, Any]]:
    rows = AuditEvent.objects.filter(action__startswith="mail_text").order_by("pk")
    return [(row.action, row.actor_id, row.data) for row in rows]


def test_list_names_every_mail_and_says_which_were_changed(beheer: Client) -> None:
    page = beheer.get(BASE).content.decode()
    for mail in site_mails().values():
        assert mail.name.replace("'", "&#x27;") in page
        assert f"?mail={mail.key}" in page
    assert page.count("tekst van de site") == len(site_mails())
    assert beheer.post(ADD, TYPED).status_code == 302
    page = beheer.get(BASE).content.decode()
    assert page.count("tekst van de site") == len(site_mails()) - 1
    assert "door beheer" in page
    assert edit_address() in page


def test_changed_text_is_kept_told_in_the_trail_and_taken_back(beheer: Client) -> None:
    before = render_mail(TEMPLATE, CONTEXT)
    page = beheer.get(ADD).content.decode()
    assert "Een vraag van het loket is ingetrokken ({{ reference }})" in page, (
        "it begins with what the site says"
    )
    assert beheer.post(ADD, TYPED).status_code == 302
    assert render_mail(TEMPLATE, CONTEXT) == (
        "Niet meer nodig (KW-1)", "Beste collega,\n\nDe vraag over Arnhem is weg.\n",
    )  # fmt: skip
    opened = beheer.get(edit_address())
    assert "is weg." in opened.content.decode()
    again = {**TYPED, "subject": "Tweede", "seen": seen_on(opened)}
    assert beheer.post(edit_address(), again).status_code == 302
    text = MailText.objects.get()
    assert [row.user_id for row in text.revisions.all()] == [beheer.user.pk] * 2
    assert "Terug naar de tekst van de site" in beheer.get(edit_address()).content.decode()
    delete = f"{BASE}delete/{text.pk}/"
    assert "Uw eigen tekst gaat weg" in beheer.get(delete).content.decode()
    assert beheer.post(delete).status_code == 302
    assert render_mail(TEMPLATE, CONTEXT) == before
    who, what = beheer.user.pk, {"mail": "part_withdrawn"}
    assert trail() == [
        ("mail_text.changed", who, what), ("mail_text.changed", who, what), ("mail_text.taken_back", who, what),
    ]  # fmt: skip


def test_wrong_text_is_told_beside_its_field_and_what_was_typed_stays(beheer: Client) -> None:
    wrong = {"subject": "Over {{ secret }}", "body": "Beste {{ gemeente", "seen": ""}
    page = beheer.post(ADD, wrong).content.decode()
    assert "{{ secret }} kan niet in deze mail" in page
    assert "losse accolade" in page
    assert "Beste {{ gemeente" in page
    assert not MailText.objects.exists()
    assert trail() == []
    empty = beheer.post(ADD, {"subject": " ", "body": "x"}).content.decode()
    assert "Schrijf een onderwerp" in empty
    long = beheer.post(ADD, {**TYPED, "subject": "x" * 301}).content.decode()
    assert "300" in long
    unchanged = site_mails()["part_withdrawn"]
    page = beheer.post(
        ADD, {"subject": unchanged.subject, "body": unchanged.body, "seen": ""}
    ).content.decode()
    assert "Dit is de tekst van de site" in page


def test_second_of_two_people_hears_of_the_first_and_may_go_on(beheer: Client, as_role: AsRole) -> None:
    beheer.post(ADD, TYPED)
    other = as_role("beheer")
    late = other.post(ADD, {**TYPED, "subject": "Van de ander"})
    assert "Iemand anders veranderde deze mail" in late.content.decode()
    assert "Van de ander" in late.content.decode()
    assert MailText.objects.get().subject == SUBJECT
    assert other.post(ADD, {**TYPED, "subject": "Van de ander", "seen": seen_on(late)}).status_code == 302
    assert MailText.objects.get().subject == "Van de ander"
    stale = beheer.post(edit_address(), {**TYPED, "subject": "Weer anders", "seen": "oud"})
    assert "Iemand anders veranderde deze mail" in stale.content.decode()


def test_two_who_are_both_the_first_do_not_end_in_an_error(beheer: Client) -> None:
    beheer.post(ADD, TYPED)
    with (
        patch("krachtwijken.core.mail_texts.views.text_of", lambda key: MailText(key=key)),
        patch.object(MailTextForm, "validate_unique", lambda form: None),
        patch("krachtwijken.core.mail_texts.views.digest_of", lambda text: ""),
    ):
        page = beheer.post(ADD, TYPED)
    assert page.status_code == 200
    assert "Iemand anders veranderde deze mail" in page.content.decode()
    assert len(trail()) == 1


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_text_that_somebody_else_took_back_is_told(beheer: Client, what: str) -> None:
    page = beheer.post(f"{BASE}{what}/999/", TYPED, follow=True)
    assert "iemand anders zette deze mail terug" in page.content.decode()


def test_preview_shows_what_is_typed_and_not_saved(beheer: Client) -> None:
    answer = beheer.post(PREVIEW, TYPED).json()
    assert answer == {"is_valid": True, "is_available": True}
    page = beheer.get(PREVIEW).content.decode()
    assert "Niet meer nodig (KW-2030-0001)" in page
    assert "De vraag over Voorbeeldstad is weg." in page
    beheer.post(PREVIEW, {**TYPED, "body": "Dag {{ nee }}"})
    page = beheer.get(PREVIEW).content.decode()
    assert "{{ nee }} kan niet in deze mail" in page
    assert not MailText.objects.exists()
    other = beheer.get(f"{BASE}preview/?mail=loket_received").content.decode()
    assert "{{ nee }}" not in other, "what was typed for one mail stays with it"


def test_preview_of_a_kept_text_shows_each_letter_that_it_can_become(beheer: Client) -> None:
    mail = site_mails()["aside_helper"]
    text = MailText.objects.create(key=mail.key, subject="Kort & krachtig", body=mail.body)
    address = f"{BASE}preview/{text.pk}/"
    beheer.post(address, {"subject": text.subject, "body": mail.body, "seen": ""})
    page = beheer.get(address).content.decode()
    assert "Kort &amp; krachtig" in page
    assert "Voorbeeld 2 van 2" in page
    assert "https://voorbeeld.example/thread_url/" in page
    beheer.post(address, {"subject": "Getypt", "body": mail.body, "seen": ""})
    assert "Getypt" in beheer.get(address).content.decode()
    text.refresh_from_db()
    assert text.subject == "Kort & krachtig"


def test_older_text_can_be_brought_back(beheer: Client) -> None:
    beheer.post(ADD, TYPED)
    first = MailText.objects.get().latest_revision_id
    opened = beheer.get(edit_address())
    beheer.post(edit_address(), {**TYPED, "subject": "Tweede", "seen": seen_on(opened)})
    address = f"{BASE}history/{MailText.objects.get().pk}/revisions/{first}/revert/"
    page = beheer.get(address)
    assert SUBJECT in page.content.decode()
    assert beheer.post(address, {**TYPED, "seen": seen_on(page)}).status_code == 302
    assert MailText.objects.get().subject == SUBJECT
    assert len(trail()) == 3


def test_failure_is_told_until_the_text_is_saved_again(
    beheer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    text = MailText.objects.create(key="part_withdrawn", subject="{{ weg }}", body="Tekst")
    with django_capture_on_commit_callbacks(execute=True):
        render_mail(TEMPLATE, CONTEXT)
    assert "maar mislukt op" in beheer.get(BASE).content.decode()
    opened = beheer.get(edit_address())
    assert "Deze tekst kon niet mee" in opened.content.decode()
    assert beheer.post(edit_address(), {**TYPED, "seen": seen_on(opened)}).status_code == 302
    text.refresh_from_db()
    assert text.failed_at is None
    assert "mislukt" not in beheer.get(BASE).content.decode()


def test_mail_that_the_site_does_not_send_any_more_can_only_go(beheer: Client) -> None:
    MailText.objects.create(key="gone_mail", subject="Oud", body="Oud")
    assert "verstuurt deze mail niet meer" in beheer.get(BASE).content.decode()
    opened = beheer.get(edit_address())
    assert (
        "verstuurt deze mail niet meer"
        in beheer.post(edit_address(), {**TYPED, "seen": seen_on(opened)}).content.decode()
    )
    assert beheer.post(f"{BASE}delete/{MailText.objects.get().pk}/").status_code == 302


def test_page_without_a_mail_goes_to_the_list(beheer: Client) -> None:
    for address in (f"{BASE}add/", f"{BASE}add/?mail=nee"):
        assert beheer.get(address)["Location"] == BASE
        assert beheer.post(address, TYPED)["Location"] == BASE


@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.BEHEER])
def test_nobody_else_sees_or_changes_a_text(beheer: Client, as_role: AsRole, role: str) -> None:
    text = MailText.objects.create(key="part_withdrawn", subject="Geheim onderwerp", body="Tekst")
    client = as_role(role)
    for address in (
        BASE,
        ADD,
        PREVIEW,
        *(f"{BASE}{what}/{text.pk}/" for what in ("edit", "delete", "preview", "history")),
    ):
        for method in (client.get, client.post):
            answer = method(address, TYPED)
            assert answer.status_code in (302, 403, 405), address
            assert answer.headers.get("Location", "/admin/") == "/admin/"
    text.refresh_from_db()
    assert text.subject == "Geheim onderwerp"
    assert Client().get(BASE)["Location"].startswith("/accounts/login/")
    assert "Mailteksten" not in client.get("/admin/", follow=True).content.decode()
