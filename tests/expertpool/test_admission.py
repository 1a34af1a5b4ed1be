"""Coming into the pool: nominated, agreed, visible, confirmed each year; and gone when nobody agrees."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from expertpool.admission.services import (
    agree_to_nomination,
    nominate,
    vet_nomination,
)
from expertpool.consents.reminding import remind_experts
from expertpool.consents.services import LinkEndedError, confirm_consent, make_confirmation
from expertpool.models import ConsentRow, ExpertProfile, Nomination, NominationState
from krachtwijken.accounts.models import User
from krachtwijken.core import retention
from krachtwijken.core.models import AuditEvent, Theme
from krachtwijken.core.outbox.models import MailMessage
from tests.expertpool.test_pool import make_profile
from tests.factories.accounts import UserFactory

AsRole = Callable[..., Client]
EMAIL = "wijkmanager@bureau-de-brug.nl"
CANARY = "roerdompwijsheid"
FORM = {"by": "collega", "title": "Wijkmanager", "email": EMAIL, "why": f"Heeft {CANARY} in de wijk."}
AGREED = {
    "title": "Wijkmanager", "summary": "Brengt rust.", "about": "Werkte in vier wijken.", "levels": ["procesregie"],
    "roles": ["extern_deskundige"], "themes": ["wonen"], "days_per_month": 2, "area": "Gelderland",
    "visibility": "openbaar", "agrees": "on",
}  # fmt: skip
VERDICT = {"agrees": "ja", "reason": "Sterk in de wijk.", "no_tie": "on"}


def nominated(email: str = EMAIL) -> Nomination:
    nominate(email=email, title="Wijkmanager", why="Goed.", by="collega")
    return Nomination.objects.get(email=email.lower())


def agreed(email: str = EMAIL, **changed: Any) -> Nomination:
    answers = {**AGREED, "themes": Theme.objects.filter(code="wonen"), **changed}
    return agree_to_nomination(nomination=nominated(email), answers=answers)


def say(nomination: Nomination, actor: User, agrees: bool = True) -> Nomination:
    return vet_nomination(nomination=nomination, actor=actor, agrees=agrees, reason="Past.")


def link_in(mail: MailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/pool/\S+)", mail.body)
    assert found
    return found.group(1)


def test_from_nomination_to_confirmation(site_tree: Any, as_role: AsRole) -> None:
    visitor = Client()
    assert visitor.post("/pool/voordragen/", FORM).status_code == 302
    assert not ExpertProfile.objects.exists(), "nothing beyond the nomination before consent"
    address = link_in(MailMessage.objects.get(to=EMAIL))
    assert "Ja, ik wil in de pool" in visitor.get(address).content.decode()
    assert visitor.post(address, {**AGREED, "agrees": ""}).status_code == 422
    assert visitor.post(address, AGREED).status_code == 200
    assert visitor.get(address).status_code == 404
    assert "Wijkmanager" not in visitor.get("/pool/").content.decode()
    nomination = Nomination.objects.get()
    desk, second = as_role("loket"), as_role("accountmanager")
    page = f"/loket/voordrachten/{nomination.pk}/"
    for client in (desk, second):
        assert "Wijkmanager" in client.get("/loket/voordrachten/").content.decode()
        assert client.post(page, VERDICT).status_code == 302
    assert "Wijkmanager" in visitor.get("/pool/").content.decode()
    profile = ExpertProfile.objects.get()
    assert profile.user is not None
    assert profile.user.email == EMAIL
    rows = list(ConsentRow.objects.filter(profile=profile))
    assert {row.text_version for row in rows} == {"2026-1"}
    ExpertProfile.objects.update(consent_until=timezone.localdate() + timedelta(days=50))
    remind_experts()
    remind_experts()
    mail = MailMessage.objects.get(key__startswith="profile-confirm")
    address = link_in(mail)
    assert visitor.get(address).status_code == 200
    profile.refresh_from_db()
    assert (profile.consent_until - timezone.localdate()).days == 50, "opening the link changes nothing"
    assert "U blijft in de pool" in visitor.post(address).content.decode()
    profile.refresh_from_db()
    assert (profile.consent_until - timezone.localdate()).days == 365
    assert "Deze link werkt niet meer" in visitor.post(address).content.decode()


def test_person_who_says_no_is_forgotten_at_once(site_tree: Any, client: Client) -> None:
    nomination = nominated()
    page = client.post(f"/pool/toestemming/{nomination.token}/", {"no": "1"}).content.decode()
    assert "Alles is weg" in page
    assert not Nomination.objects.exists()
    assert not AuditEvent.objects.filter(data__icontains="bureau-de-brug").exists()


def test_person_reads_what_was_written_before_saying_yes(site_tree: Any, client: Client) -> None:
    assert "leest dit ook" in client.get("/pool/voordragen/").content.decode()
    client.post("/pool/voordragen/", {**FORM, "why": f"<b>Heeft {CANARY} in de wijk.</b>"})
    page = client.get(f"/pool/toestemming/{Nomination.objects.get().token}/").content.decode()
    assert f"&lt;b&gt;Heeft {CANARY}" in page
    assert "Wat over u geschreven is" in page


def test_words_before_consent_show_to_nobody(site_tree: Any, as_role: AsRole) -> None:
    Client().post("/pool/voordragen/", FORM)
    pk = Nomination.objects.get().pk
    for role in ("loket", "accountmanager", "beheer"):
        client = as_role(role)
        page = client.get("/loket/voordrachten/").content.decode()
        assert "1 voordracht wacht" in page
        assert "Wijkmanager" not in page
        assert client.get(f"/loket/voordrachten/{pk}/").status_code == 404
    assert not MailMessage.objects.filter(body__icontains=CANARY).exists()
    assert not AuditEvent.objects.filter(data__icontains=CANARY).exists()


def test_second_nomination_and_known_people_get_no_second_mail(site_tree: Any) -> None:
    make_profile("Bekend", user=UserFactory(role="expert", email="bekend@bureau-de-brug.nl"))
    for email in (EMAIL, EMAIL.upper(), "bekend@bureau-de-brug.nl"):
        nominate(email=email, title="Wijkmanager", why="Goed.", by="zelf")
    assert Nomination.objects.count() == 1
    assert MailMessage.objects.filter(to=EMAIL).count() == 1


@pytest.mark.parametrize("by", ["zelf", "collega"])
def test_who_is_in_the_pool_hears_that_and_whoever_nominates_does_not(
    site_tree: Any, client: Client, by: str
) -> None:
    known = "bekend@bureau-de-brug.nl"
    make_profile("Bekend", user=UserFactory(role="expert", email=known))
    pages = [
        client.post("/pool/voordragen/", {**FORM, "by": by, "email": email}, follow=True)
        for email in (known, known, EMAIL)
    ]
    told = [[str(one) for one in page.context["messages"]] for page in pages]
    assert told[0] == told[1] == told[2]
    mail = MailMessage.objects.get(to=known)
    assert "U staat in de pool." in mail.body
    assert "/mijn/profiel/" in mail.body
    assert CANARY not in mail.body
    assert Nomination.objects.count() == 1


def test_who_withdrew_hears_that_nothing_changes(site_tree: Any) -> None:
    known = UserFactory(role="expert", email="weg@bureau-de-brug.nl")
    profile = make_profile("Weg", user=known, consent_until=None)
    nominate(email=known.email, title="Weg", why="Goed.", by="collega")
    assert "U staat nu niet in de pool" in MailMessage.objects.get(to=known.email).body
    profile.refresh_from_db()
    assert profile.consent_until is None


def test_closed_account_gets_no_mail_about_a_nomination(site_tree: Any) -> None:
    make_profile("Dicht", user=UserFactory(role="expert", email="dicht@bureau-de-brug.nl", is_active=False))
    nominate(email="dicht@bureau-de-brug.nl", title="Dicht", why="Goed.", by="collega")
    assert not MailMessage.objects.exists()


def test_who_waits_for_the_verdicts_hears_that(site_tree: Any) -> None:
    agreed()
    for _ in range(2):
        nominate(email=EMAIL, title="Wijkmanager", why="Goed.", by="zelf")
    mail = MailMessage.objects.get(to=EMAIL, key__startswith="nomination-known")
    assert "Twee mensen kijken nu naar uw profiel" in mail.body


def test_link_ends_and_a_new_nomination_sends_a_new_one(site_tree: Any, client: Client) -> None:
    nomination = nominated()
    Nomination.objects.update(link_until=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/pool/toestemming/{nomination.token}/").status_code == 404
    fresh = nominated()
    assert fresh.token != nomination.token
    assert client.get(f"/pool/toestemming/{fresh.token}/").status_code == 200


@pytest.mark.parametrize(("days", "gone"), [(89, 0), (91, 1)])
def test_nomination_goes_90_days_after_it_was_made_without_consent_or_after_the_verdict(
    site_tree: Any, days: int, gone: int
) -> None:
    nominated()
    moment = timezone.now() - timedelta(days=days)
    Nomination.objects.update(created_at=moment)
    decided, waits = nominated("besloten@example.org"), agreed("wacht@example.org")
    Nomination.objects.filter(pk=decided.pk).update(state=NominationState.REFUSED, decided_at=moment)
    Nomination.objects.filter(pk=waits.pk).update(created_at=moment)
    assert retention.RULES["expertpool.nominations"]() == 2 * gone
    assert Nomination.objects.filter(pk=waits.pk).exists(), "it waits for those who vet"


def test_program_that_fills_in_everything_learns_nothing(site_tree: Any, client: Client) -> None:
    response = client.post("/pool/voordragen/", {**FORM, "homepage": "https://example.org"})
    assert response.status_code == 302
    assert not Nomination.objects.exists()


def test_nominating_is_limited(site_tree: Any, client: Client) -> None:
    answers = [
        client.post("/pool/voordragen/", {**FORM, "email": f"p{number}@example.org"}).status_code
        for number in range(6)
    ]
    assert answers == [302] * 5 + [429]
    last = client.post("/pool/voordragen/", {**FORM, "why": "Deze lange uitleg blijft staan."})
    assert last.status_code == 429
    assert "Deze lange uitleg blijft staan." in last.content.decode()
    assert last.headers["Retry-After"]


def test_reason_of_a_word_is_refused(site_tree: Any, client: Client) -> None:
    answer = client.post("/pool/voordragen/", {**FORM, "why": "kort"})
    assert answer.status_code == 422
    assert "minstens 20 tekens" in answer.content.decode()
    assert not Nomination.objects.exists()


def test_mistake_in_a_field_uses_up_no_limit(site_tree: Any, client: Client) -> None:
    for _ in range(8):
        assert client.post("/pool/voordragen/", {**FORM, "email": "geen adres"}).status_code == 422
    assert client.post("/pool/voordragen/", FORM).status_code == 302


def test_who_nominates_oneself_is_spoken_to(site_tree: Any, client: Client) -> None:
    answer = client.post("/pool/voordragen/", {**FORM, "by": "zelf"}, follow=True)
    assert "U krijgt een mail met een link" in answer.content.decode()
    mail = MailMessage.objects.get(to=EMAIL)
    assert "U droeg uzelf voor" in mail.body
    assert "Iemand droeg u voor" not in mail.body
    assert "U droeg uzelf voor" in client.get(link_in(mail)).content.decode()


def test_personal_data_of_residents_is_refused_and_nothing_typed_is_lost(
    site_tree: Any, client: Client
) -> None:
    response = client.post("/pool/voordragen/", {**FORM, "why": "Bel 06-12345678 maar."})
    assert response.status_code == 422
    assert "Bel 06-12345678 maar." in response.content.decode()
    assert not Nomination.objects.exists()


def test_withdraw_and_come_back(site_tree: Any, as_role: AsRole) -> None:
    owner, visitor = as_role("expert"), Client()
    profile = make_profile("Aanjager", user=owner.user)
    owner.post("/mijn/profiel/intrekken/")
    assert visitor.get("/pool/aanjager/").status_code == 404
    shown = owner.get("/mijn/profiel/").content.decode()
    assert "zoals anderen het zien" not in shown
    assert "Anderen vinden uw profiel nu niet." in shown
    assert "/mijn/profiel/toestemming/" in owner.get("/mijn/profiel/").content.decode()
    owner.get("/mijn/profiel/toestemming/")
    assert visitor.get("/pool/aanjager/").status_code == 404, "reading the page gives no consent"
    for _ in range(2):
        owner.post("/mijn/profiel/toestemming/")
    assert visitor.get("/pool/aanjager/").status_code == 200
    assert ConsentRow.objects.filter(profile=profile).count() == 1
    owner.post("/mijn/profiel/intrekken/")
    assert ConsentRow.objects.get(profile=profile).withdrawn_at is not None


def test_link_never_undoes_a_withdrawal(db: None) -> None:
    profile = make_profile("Aanjager", user=UserFactory(role="expert"))
    key = make_confirmation(profile)
    ExpertProfile.objects.update(consent_until=None)
    for wrong in (key, key[:-2], "x", "1.2"):
        with pytest.raises(LinkEndedError):
            confirm_consent(key=wrong)


@pytest.mark.parametrize(("left", "mails"), [(61, 0), (60, 1), (14, 1), (0, 1), (-1, 0)])
def test_reminder_is_sent_once(db: None, left: int, mails: int) -> None:
    until = timezone.localdate() + timedelta(days=left)
    make_profile("Aanjager", user=UserFactory(role="expert"), consent_until=until)
    for _ in range(2):
        remind_experts()
    assert MailMessage.objects.count() == mails


def test_form_behind_a_key_can_be_sent_by_a_browser(site_tree: Any, client: Client) -> None:
    """Without a referrer a browser gives no origin either, and the form is refused."""
    for address in (f"/pool/toestemming/{nominated(EMAIL).token}/", "/pool/bevestigen/geen-sleutel/"):
        assert client.get(address).headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("title", ["Mevrouw Fatima Yilmaz", "Jan de Vries, wijkmanager"])
def test_name_where_a_function_is_asked_is_refused(site_tree: Any, client: Client, title: str) -> None:
    answer = client.post("/pool/voordragen/", {**FORM, "title": title})
    assert answer.status_code == 422
    assert "Schrijf een functie, geen naam." in answer.content.decode()
    assert not Nomination.objects.exists()


def test_own_data_hold_the_nomination_without_its_key(site_tree: Any, as_role: AsRole) -> None:
    expert = as_role("expert")
    nomination = agreed(expert.user.email)
    for role in ("loket", "beheer"):
        say(nomination, UserFactory(role=role))
    text = expert.get("/mijn/profiel/gegevens.json").content.decode()
    assert '"waarom": "Goed."' in text
    assert nomination.token not in text
