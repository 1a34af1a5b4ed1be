"""One way in: by address and password, with the same answer for who we know and who we do not."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory, log_in

pytestmark = pytest.mark.django_db
STRANGER = "onbekend@example.org"


def attempt(client: Client, login: str, password: str = "fout-wachtwoord-99", **extra: Any) -> Any:
    return client.post("/accounts/login/", {"login": login, "password": password}, **extra)


def without_what_was_typed(response: Any, *typed: str) -> str:
    text = response.content.decode()
    token = response.context["csrf_token"] if response.context else ""
    for word in (*typed, str(token)):
        text = text.replace(word, "")
    # Masked tokens differ on every page.
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_address_and_password_lead_to_own_page(client: Client) -> None:
    user = UserFactory(role="gemeente")
    response = log_in(client, user)
    assert response.headers["Location"] == "/mijn/"
    assert client.get("/mijn/").status_code == 200


def test_capitals_in_the_address_do_not_matter(client: Client) -> None:
    UserFactory(email="Jansen@Example.org")
    assert attempt(client, "JANSEN@example.ORG", PASSWORD).status_code == 302


def test_session_key_changes_at_login(client: Client) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["iets"] = "van een bezoeker"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    log_in(client, UserFactory())
    assert client.session.session_key != before


def test_unknown_address_and_wrong_password_get_the_same_page(client: Client) -> None:
    user = UserFactory()
    known = attempt(client, user.email)
    unknown = attempt(client, STRANGER)
    assert known.status_code == unknown.status_code == 200
    assert without_what_was_typed(known, user.email) == without_what_was_typed(unknown, STRANGER)


def test_unknown_address_costs_as_many_hashes_as_a_wrong_password(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    user = UserFactory()
    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> Any:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    attempt(client, user.email)
    known = len(hashed)
    attempt(client, STRANGER)
    assert len(hashed) - known == known == 1


def test_reset_answers_the_same_for_known_and_unknown_addresses(client: Client) -> None:
    user = UserFactory()
    pages = []
    for address in (user.email, STRANGER):
        response = client.post("/accounts/password/reset/", {"email": address}, follow=True)
        pages.append(without_what_was_typed(response, address))
        assert response.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert pages[0] == pages[1]


def test_reset_mail_leaves_through_the_outbox_and_its_link_works_once(
    client: Client, run_outbox: Any
) -> None:
    user = UserFactory()
    client.post("/accounts/password/reset/", {"email": user.email})
    assert mail.outbox == []
    run_outbox()
    assert [message.to for message in mail.outbox] == [[user.email]]
    body = mail.outbox[0].body
    assert mail.outbox[0].subject == "Nieuw wachtwoord voor Krachtwijken"
    link = next(word for word in body.split() if "/password/reset/key/" in word)
    form_page = client.get(link.removeprefix("http://testserver"), follow=True)
    address = form_page.redirect_chain[-1][0]
    new = "water-duin-haven-zolder-7"
    client.post(address, {"password1": new, "password2": new})
    assert attempt(Client(), user.email, new).status_code == 302
    again = Client().get(link.removeprefix("http://testserver"), follow=True)
    assert "werkt niet meer" in again.content.decode()
    run_outbox()
    assert "Was u dit niet?" in mail.outbox[-1].body


def test_reset_does_not_tell_about_second_factor(client: Client) -> None:
    closed = UserFactory(is_active=False)
    client.post("/accounts/password/reset/", {"email": closed.email})
    assert "password/reset/key" not in MailMessage.objects.get(to=closed.email).body


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client) -> None:
    user = UserFactory()
    for _ in range(5):
        attempt(client, user.email)
    refused = attempt(Client(REMOTE_ADDR="10.9.8.7"), user.email, PASSWORD)
    assert refused.status_code == 200
    assert "te vaak" in refused.content.decode()


def test_limit_is_the_same_for_addresses_that_do_not_exist(client: Client) -> None:
    for _ in range(5):
        attempt(client, STRANGER)
    assert "te vaak" in attempt(client, STRANGER).content.decode()


def test_one_machine_cannot_try_many_accounts(client: Client) -> None:
    answers = [attempt(client, f"iemand-{number}@example.org") for number in range(32)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429


def test_limits_are_counted_in_a_cache_that_processes_share() -> None:
    from krachtwijken.settings import database

    assert "locmem" not in database.cache_settings()["default"]["BACKEND"].lower()


@pytest.mark.parametrize(
    "target",
    [
        "https://kwaad.example/", "//kwaad.example/", "http:kwaad.example", "javascript:alert(1)", "\\\\kwaad.example",
        "/\\kwaad.example", "https://testserver@kwaad.example/", "http://127.0.0.1/mijn/", "\t//kwaad.example",
    ],
)  # fmt: skip
def test_login_never_leads_to_another_site(client: Client, target: str) -> None:
    response = log_in(client, UserFactory(), next=target)
    assert response.headers["Location"] == "/mijn/"


def test_login_leads_to_the_page_that_was_asked_for(client: Client) -> None:
    user = UserFactory(role="gemeente")
    door = client.get("/mijn/verzoeken/")
    assert door.headers["Location"] == "/accounts/login/?next=/mijn/verzoeken/"
    assert log_in(client, user, next="/mijn/verzoeken/").headers["Location"] == "/mijn/verzoeken/"


def test_logout_needs_a_post(client: Client) -> None:
    client.force_login(UserFactory())
    client.get("/accounts/logout/")
    assert client.get("/mijn/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/mijn/").status_code == 302


def test_account_that_was_closed_is_out_at_once(client: Client) -> None:
    user = UserFactory(role="gemeente")
    log_in(client, user)
    user.is_active = False
    user.save()
    assert client.get("/mijn/").status_code == 302
    assert log_in(Client(), user).headers["Location"] == "/accounts/inactive/"


def test_nobody_signs_up_by_himself(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 200
    form = {"email": STRANGER, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 405
    assert not get_user_model().objects.filter(email=STRANGER).exists()


@pytest.mark.parametrize("odd", ["\x00", "a" * 10_000, "'; --", "‮@example.org", "é@🙂.nl"])
def test_odd_input_gets_a_page(client: Client, odd: str) -> None:
    for page, field in (("login", "login"), ("password/reset", "email")):
        response = client.post(f"/accounts/{page}/", {field: odd, "password": odd})
        assert response.status_code in {200, 302, 400}


def test_login_and_failure_are_in_the_trail_without_address_or_password(client: Client) -> None:
    user = UserFactory()
    attempt(client, user.email, "canary-wachtwoord")
    log_in(client, user)
    rows = list(AuditEvent.objects.filter(action__startswith="account.login").order_by("pk"))
    assert [(row.action, row.target_id) for row in rows] == [
        ("account.login_failed", str(user.pk)),
        ("account.login", str(user.pk)),
    ]
    assert "canary" not in str([row.data for row in rows])
    assert user.email not in str([row.data for row in rows])
