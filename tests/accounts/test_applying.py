"""Somebody of a gemeente asks for an account: confirmed by a link, decided by the loket, forgotten in time."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.applying.domains import DomainFit, find_domain
from krachtwijken.accounts.applying.services import (
    AccountThereError,
    ApplicationMovedError,
    ask_for_account,
    confirm_address,
    decline_application,
    give_account,
    remind_of_applications,
)
from krachtwijken.accounts.models import AccountApplication, ApplicationState, MailDomain, User
from krachtwijken.core import retention
from krachtwijken.core.models import AuditEvent, Gemeente
from krachtwijken.core.outbox.models import MailMessage
from tests.factories.accounts import PASSWORD, UserFactory

AsRole = Callable[..., Any]
PAGE = "/account-aanvragen/"
EMAIL = "zwaan@arnhem.nl"
CANARY = "roerdompvraagstuk"


@pytest.fixture
def domains(reference: None) -> None:
    call_command("load_mail_domains", verbosity=0)


def arnhem() -> Gemeente:
    return Gemeente.objects.get(slug="arnhem")


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "gemeente": arnhem().pk, "gemeente_name": "", "name": "Zwaantje Snip", "title": "Wijkmanager", "email": EMAIL,
        "why": f"Wij willen hulp vragen voor {CANARY}.", **changed,
    }  # fmt: skip


def asked(email: str = EMAIL, **changed: Any) -> AccountApplication:
    fields = {
        "name": "Zwaantje Snip",
        "title": "Wijkmanager",
        "why": "Hulp.",
        "gemeente": arnhem(),
        **changed,
    }
    ask_for_account(email=email, **fields)
    return AccountApplication.objects.get(email=email)


def waiting(email: str = EMAIL, **changed: Any) -> AccountApplication:
    application = asked(email, **changed)
    confirm_address(application=application)
    application.refresh_from_db()
    return application


def link_in(body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found
    return found.group(1)


def mails_to(email: str) -> list[str]:
    return list(MailMessage.objects.filter(to=email).order_by("pk").values_list("key", flat=True))


def test_from_asking_to_logging_in(site_tree: Any, domains: None, as_role: AsRole, run_outbox: Any) -> None:
    visitor, desk = Client(), as_role("loket")
    assert visitor.post(PAGE, typed()).status_code == 302
    assert not User.objects.filter(email=EMAIL).exists()
    assert CANARY not in desk.get("/loket/accounts/").content.decode()
    assert mails_to(desk.user.email) == [], "nobody hears of an address that was not confirmed"
    address = link_in(MailMessage.objects.get(to=EMAIL).body)
    assert CANARY in visitor.get(address).content.decode()
    assert AccountApplication.objects.get().state == ApplicationState.UNCONFIRMED, "opening confirms nothing"
    for _ in range(2):
        assert "bevestigd" in visitor.post(address, follow=True).content.decode()
    page = visitor.get(address).content.decode()
    assert CANARY not in page
    assert len(mails_to(desk.user.email)) == 1
    assert "Het maildomein is van deze gemeente" in desk.get("/loket/accounts/").content.decode()
    detail = f"/loket/accounts/{AccountApplication.objects.get().pk}/"
    assert CANARY in desk.get(detail).content.decode()
    decided = desk.post(detail, {"gives": "ja", "gemeente": arnhem().pk, "reason": ""})
    assert decided.status_code == 302
    user = User.objects.get(email=EMAIL)
    assert [role.value for role in user.roles] == ["gemeente"]
    assert [row.gemeente.slug for row in user.gemeente_memberships.all()] == ["arnhem"]
    run_outbox()
    invitation = mail.outbox[-1]
    assert invitation.to == [EMAIL]
    assert "Kies eerst een wachtwoord" in invitation.body
    assert visitor.get(address).status_code == 404
    assert "account gemaakt" in desk.get(detail).content.decode()
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "account.asked", "account.address_confirmed", "account.application_decided", "account.invited",
    } <= actions  # fmt: skip


def test_answer_is_the_same_for_an_address_that_has_an_account(site_tree: Any) -> None:
    UserFactory(email="bekend@arnhem.nl")
    UserFactory(email="dicht@arnhem.nl", is_active=False)
    answers = []
    for email in (EMAIL, "bekend@arnhem.nl", "Dicht@Arnhem.nl", EMAIL):
        page = Client().post(PAGE, typed(email=email), follow=True)
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()))
    assert len(set(answers)) == 1
    assert AccountApplication.objects.count() == 1
    for email in ("bekend@arnhem.nl", "dicht@arnhem.nl"):
        assert mails_to(email)[0].startswith("application-known"), email


def test_one_address_has_one_row_and_one_mail_an_hour(reference: None) -> None:
    first = asked()
    ask_for_account(email=EMAIL.upper(), name="Ander", title="Ander", why="Ander.", gemeente=arnhem())
    assert AccountApplication.objects.get().name == "Zwaantje Snip"
    assert len(mails_to(EMAIL)) == 1
    AccountApplication.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    second = asked(name="Zwaantje S.")
    assert second.token != first.token
    assert len(mails_to(EMAIL)) == 2
    confirm_address(application=second)
    AccountApplication.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    asked(name="Iemand anders")
    assert AccountApplication.objects.get().name == "Zwaantje S.", "who waits already is left waiting"


@pytest.mark.parametrize(
    ("email", "slug", "fit"),
    [
        ("a@arnhem.nl", "arnhem", DomainFit.OWN),
        ("a@wijkteams.arnhem.nl", "arnhem", DomainFit.OWN),
        ("a@nietarnhem.nl", "arnhem", DomainFit.UNKNOWN),
        ("a@arnhem.nl.example.info", "arnhem", DomainFit.UNKNOWN),
        ("a@nl", "arnhem", DomainFit.UNKNOWN),
        ("a@breda.nl", "arnhem", DomainFit.OTHER),
        ("a@breda.nl", None, DomainFit.OTHER),
        ("a@ede.nl", None, DomainFit.UNKNOWN),
        ("a@gmail.com", "arnhem", DomainFit.PUBLIC),
    ],
)
def test_domain_of_an_address(domains: None, email: str, slug: str | None, fit: DomainFit) -> None:
    gemeente = Gemeente.objects.get(slug=slug) if slug else None
    assert find_domain(email, gemeente).fit == fit


def test_public_provider_never_counts_even_when_it_is_in_the_list(reference: None) -> None:
    MailDomain.objects.create(gemeente=arnhem(), domain="gmail.com")
    assert find_domain("a@gmail.com", arnhem()).fit == DomainFit.PUBLIC


def test_list_of_domains_leaves_what_beheer_changed(domains: None) -> None:
    assert MailDomain.objects.filter(gemeente=arnhem()).count() == 1
    assert not Gemeente.objects.filter(mail_domains=None).exists(), (
        "every gemeente of the reference data has one"
    )
    MailDomain.objects.filter(gemeente=arnhem()).update(domain="gemeentearnhem.nl")
    call_command("load_mail_domains", verbosity=0)
    assert [row.domain for row in MailDomain.objects.filter(gemeente=arnhem())] == ["gemeentearnhem.nl"]


def test_beheer_keeps_the_domains_and_a_wrong_one_is_told(site_tree: Any, as_role: AsRole) -> None:
    call_command("set_up_roles")
    beheer = as_role("beheer")
    address = "/admin/snippets/accounts/maildomain/add/"
    wrong = beheer.post(address, {"gemeente": arnhem().pk, "domain": "Info@Arnhem"})
    assert "Schrijf alleen wat achter de @ staat" in wrong.content.decode()
    assert beheer.post(address, {"gemeente": arnhem().pk, "domain": "arnhem.nl"}).status_code == 302
    assert MailDomain.objects.get().domain == "arnhem.nl"
    assert as_role("redactie").get(address).status_code == 302


def test_gemeente_outside_the_programme_is_made_with_the_account(
    site_tree: Any, domains: None, as_role: AsRole
) -> None:
    visitor, desk = Client(), as_role("loket")
    fields = typed(gemeente="anders", gemeente_name="'s-Hertogenbosch", email="a@s-hertogenbosch.nl")
    assert visitor.post(PAGE, fields).status_code == 302
    visitor.post(link_in(MailMessage.objects.get(to="a@s-hertogenbosch.nl").body))
    detail = f"/loket/accounts/{AccountApplication.objects.get().pk}/"
    page = desk.get(detail).content.decode()
    assert "Wij kennen dit maildomein niet" in page
    answers = {"gives": "ja", "gemeente": "", "gemeente_name": "'s-Hertogenbosch"}
    refused = desk.post(detail, answers)
    assert refused.status_code == 422
    assert "Vraag dit eerst na" in refused.content.decode()
    assert desk.post(detail, {**answers, "checked": "on"}).status_code == 302
    gemeente = Gemeente.objects.get(name="'s-Hertogenbosch")
    assert User.objects.get(email="a@s-hertogenbosch.nl").gemeente_memberships.get().gemeente == gemeente


def test_typed_name_of_a_known_gemeente_is_that_gemeente(site_tree: Any) -> None:
    Client().post(PAGE, typed(gemeente="anders", gemeente_name="ARNHEM"))
    assert AccountApplication.objects.get().gemeente == arnhem()


def test_other_gemeente_than_the_domain_must_be_checked(
    site_tree: Any, domains: None, as_role: AsRole
) -> None:
    """The one who decides may choose another gemeente than was asked: then the domain says nothing."""
    application, desk = waiting(), as_role("loket")
    breda = Gemeente.objects.get(slug="breda")
    answer = desk.post(f"/loket/accounts/{application.pk}/", {"gives": "ja", "gemeente": breda.pk})
    assert answer.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()


def test_decline_needs_a_reason_which_is_mailed(site_tree: Any, as_role: AsRole) -> None:
    application, desk = waiting(), as_role("loket")
    detail = f"/loket/accounts/{application.pk}/"
    assert "Schrijf waarom" in desk.post(detail, {"gives": "nee", "reason": ""}).content.decode()
    assert desk.post(detail, {"gives": "nee", "reason": "U werkt niet bij Arnhem."}).status_code == 302
    body = MailMessage.objects.get(key__startswith="application-no").body
    assert "U werkt niet bij Arnhem." in body
    assert not User.objects.filter(email=EMAIL).exists()
    again = desk.post(detail, {"gives": "nee", "reason": "Wij kennen u niet."})
    assert again.status_code == 422
    told = again.content.decode()
    assert "al besloten" in told
    assert "Wij kennen u niet." in told
    assert "U werkt niet bij Arnhem." in told
    again = desk.post(detail, {"gives": "ja", "gemeente": arnhem().pk, "checked": "on"})
    assert "al besloten" in again.content.decode()
    assert "Wat u typte" not in again.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"gemeente": ""}, "Kies uw gemeente, of kies dat die er niet bij staat"),
        ({"gemeente": "anders"}, "Schrijf de naam van uw gemeente."),
        ({"gemeente_name": "Ede"}, "U koos al een gemeente"),
        ({"gemeente": "anders", "gemeente_name": "Ede 7"}, "Schrijf alleen de naam van de gemeente"),
        ({"gemeente": "anders", "gemeente_name": "Ede 06-12345678"}, "Het gaat om"),
        ({"gemeente": "999999999999999999999"}, "Kies een van de mogelijkheden"),
        ({"email": "geen adres"}, "Dit is geen mailadres"),
        ({"email": "a" * 300 + "@arnhem.nl"}, "Houd het bij 200 tekens"),
        ({"name": ""}, "Vul uw naam in."),
        ({"name": "kijk op https://kwaad.example"}, "Vul alleen uw naam in."),
        ({"why": "Mevrouw De Vries heeft schulden."}, "Het gaat om"),
        ({"title": "Jan Jansen"}, "Schrijf een functie, geen naam"),
    ],
)
def test_wrong_field_is_told_and_what_was_typed_stays(
    site_tree: Any, changed: dict[str, str], said: str
) -> None:
    page = Client().post(PAGE, typed(**changed))
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert "Wijkmanager" in text or "title" in changed
    assert not AccountApplication.objects.exists()


def test_program_hears_the_same_and_nothing_is_kept(site_tree: Any) -> None:
    assert "css/sharing" in Client().get(PAGE).content.decode(), "else the field for programs is seen"
    assert Client().post(PAGE, typed(homepage="https://kwaad.example")).status_code == 302
    assert not AccountApplication.objects.exists()
    assert not MailMessage.objects.exists()


def test_sixth_within_an_hour_is_refused_and_keeps_the_text(site_tree: Any) -> None:
    for number in range(5):
        assert Client().post(PAGE, typed(email=f"a{number}@arnhem.nl")).status_code == 302
    page = Client().post(PAGE, typed(email="a6@arnhem.nl"))
    assert page.status_code == 429
    assert CANARY in page.content.decode()


def test_link_that_is_too_old_confirms_nothing(reference: None) -> None:
    application = asked()
    AccountApplication.objects.update(asked_at=timezone.now() - timedelta(days=7.1))
    with pytest.raises(ApplicationMovedError):
        confirm_address(application=application)
    assert Client().post(f"{PAGE}{application.token}/").status_code == 404


@pytest.mark.parametrize("role", ["gemeente", "accountmanager", "redactie", "expert"])
def test_nobody_else_decides(site_tree: Any, as_role: AsRole, role: str) -> None:
    application, other = waiting(), as_role(role)
    with pytest.raises(PermissionDenied):
        give_account(application=application, actor=other.user, gemeente=arnhem())
    with pytest.raises(PermissionDenied):
        decline_application(application=application, actor=other.user, reason="Nee.")
    assert other.get(f"/loket/accounts/{application.pk}/").status_code == 403


def test_account_that_came_meanwhile_stops_the_decision(site_tree: Any, as_role: AsRole) -> None:
    application, desk = waiting(), as_role("loket")
    UserFactory(email=EMAIL)
    page = desk.post(
        f"/loket/accounts/{application.pk}/", {"gives": "ja", "gemeente": arnhem().pk, "checked": "on"}
    )
    assert page.status_code == 422
    assert "intussen een account" in page.content.decode()
    application.refresh_from_db()
    assert application.state == ApplicationState.WAITING


def test_text_survives_the_end_of_the_session(site_tree: Any, as_role: AsRole) -> None:
    application, desk = waiting(), as_role("loket")
    desk.user.set_password(PASSWORD)
    desk.user.save()
    detail = f"/loket/accounts/{application.pk}/"
    desk.force_login(desk.user)
    mark = re.search(r'name="van_wie" value="([^"]+)"', desk.get(detail).content.decode())
    assert mark
    desk.logout()
    desk.post(detail, {"gives": "nee", "reason": "Bewaar dit.", "van_wie": mark.group(1)})
    desk.force_login(desk.user)
    assert "Bewaar dit." in desk.get(detail).content.decode()


def test_loket_is_reminded_once_after_the_norm(reference: None) -> None:
    desk = UserFactory(role="loket")
    waiting()
    assert remind_of_applications() == 0
    AccountApplication.objects.update(confirmed_at=timezone.now() - timedelta(days=9))
    assert [remind_of_applications(), remind_of_applications()] == [1, 0]
    assert [key for key in mails_to(desk.email) if key.startswith("application-late")] != []


@pytest.mark.parametrize(
    ("fields", "goes"),
    [
        ({"asked_at": 7.1, "state": ApplicationState.UNCONFIRMED}, True),
        ({"asked_at": 6.9, "state": ApplicationState.UNCONFIRMED}, False),
        ({"asked_at": 364.9, "confirmed_at": 364.9, "state": ApplicationState.WAITING}, False),
        ({"asked_at": 365.1, "confirmed_at": 365.1, "state": ApplicationState.WAITING}, True),
        ({"asked_at": 89.9, "decided_at": 89.9, "state": ApplicationState.DECLINED}, False),
        ({"asked_at": 90.1, "decided_at": 90.1, "state": ApplicationState.GIVEN}, True),
    ],
)
def test_what_was_asked_is_forgotten(reference: None, fields: dict[str, Any], goes: bool) -> None:
    asked()
    now = timezone.now()
    values = {
        name: now - timedelta(days=value) if name != "state" else value for name, value in fields.items()
    }
    AccountApplication.objects.update(**values)
    retention.RULES["accounts.applications"]()
    assert AccountApplication.objects.exists() is not goes


def test_giving_twice_makes_one_account(reference: None) -> None:
    application, actor = waiting(), UserFactory(role="loket")
    give_account(application=application, actor=actor, gemeente=arnhem())
    with pytest.raises(ApplicationMovedError):
        give_account(application=application, actor=actor, gemeente=arnhem())
    with pytest.raises(AccountThereError):
        give_account(application=_another(application), actor=actor, gemeente=arnhem())
    assert User.objects.filter(email=EMAIL).count() == 1


def test_account_that_came_between_looking_and_making_is_told(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    application, actor = waiting(), UserFactory(role="loket")
    UserFactory(email=EMAIL)
    monkeypatch.setattr("krachtwijken.accounts.applying.services.account_at", lambda email: None)
    with pytest.raises(AccountThereError):
        give_account(application=application, actor=actor, gemeente=arnhem())


def _another(application: AccountApplication) -> AccountApplication:
    """Of the same address, from before the account was made."""
    return AccountApplication.objects.create(
        email=application.email, name="Een", title="Twee", why="Drie.", gemeente=arnhem(), token="ander",
        asked_at=timezone.now(), confirmed_at=timezone.now(), state=ApplicationState.WAITING,
    )  # fmt: skip
