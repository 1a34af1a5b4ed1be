"""What changes about an account stands in the audit trail and ends its sessions; so do refusals and exports (S10, S32)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.accounts import change_account
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from krachtwijken.core.refusals import NOTED_PER_HOUR
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db


def actions(user: User) -> list[str]:
    rows = AuditEvent.objects.filter(target_type="accounts.user", target_id=str(user.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def is_in(client: Client) -> bool:
    return client.get("/mijn/").status_code == 200


@pytest.fixture
def beheer(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("beheer", email="beheer@example.org")


@pytest.fixture
def member(client: Client) -> User:
    """Logged in as `client`."""
    user = UserFactory(role="gemeente", email="oud@example.org")
    log_in(client, user)
    return user


def save_in_admin(beheer: Client, user: User, **changes: Any) -> Any:
    form = {"email": user.email, "name": user.name, "is_active": "on", "groups": [], **changes}
    form = {name: value for name, value in form.items() if value is not None}
    return beheer.post(f"/admin/users/edit/{user.pk}/", form)


def test_other_address_is_noted_and_ends_sessions(beheer: Client, member: User, client: Client) -> None:
    assert is_in(client)
    assert save_in_admin(beheer, member, email="nieuw@example.org").status_code == 302
    row = AuditEvent.objects.get(action="account.email_changed")
    assert (row.target_id, row.actor_id) == (str(member.pk), beheer.user.pk)
    assert "example.org" not in str(row.data)
    assert not is_in(client)


def test_old_address_hears_of_another_one_and_nobody_reads_the_new_one_there(
    beheer: Client, member: User
) -> None:
    save_in_admin(beheer, member, email="nieuw@example.org")
    mail = MailMessage.objects.get(key__startswith="account-other-address:")
    assert mail.to == "oud@example.org"
    assert "ander e-mailadres" in mail.subject
    assert "nieuw@example.org" not in mail.subject + mail.body
    assert OutboxRow.objects.filter(topic="core.mail", key=mail.key).exists()


def test_nobody_hears_when_another_field_changes_or_the_account_was_closed(
    beheer: Client, member: User
) -> None:
    save_in_admin(beheer, member, name="Andere naam")
    save_in_admin(beheer, member, is_active=None)
    save_in_admin(beheer, member, is_active=None, email="nieuw@example.org")
    assert "account.email_changed" in actions(member)
    assert not MailMessage.objects.filter(key__startswith="account-other-address:").exists()


def test_address_stays_when_its_notice_cannot_be_written_down(
    member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_mail: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr("krachtwijken.accounts.account_trail.queue_mail", breaks)
    member.email = "nieuw@example.org"
    with pytest.raises(DatabaseError):
        change_account(user=member, fields=["email"], actor=None)
    assert User.objects.get(pk=member.pk).email == "oud@example.org"
    assert "account.email_changed" not in actions(member)


def test_closing_and_opening_an_account_is_noted_and_ends_sessions(
    beheer: Client, member: User, client: Client
) -> None:
    save_in_admin(beheer, member, is_active=None)
    assert "account.deactivated" in actions(member)
    member.refresh_from_db()
    save_in_admin(beheer, member)
    assert actions(member)[-1] == "account.reactivated"
    assert not is_in(client), "the old session does not come back to life"


def test_closing_many_accounts_at_once_is_noted_and_ends_sessions(
    beheer: Client, member: User, client: Client
) -> None:
    address = f"/admin/bulk/accounts/user/set_active_state/?id={member.pk}"
    for state in ("False", "True"):
        assert beheer.post(address, {"mark_as_active": state}).status_code == 302
    assert actions(member)[-2:] == ["account.deactivated", "account.reactivated"]
    rows = AuditEvent.objects.filter(action__in=["account.deactivated", "account.reactivated"])
    assert {row.actor_id for row in rows} == {beheer.user.pk}
    assert not is_in(client)


def test_more_power_is_noted_and_ends_sessions(member: User, client: Client) -> None:
    member.is_superuser = True
    member.save()
    assert actions(member)[-1] == "account.superuser_granted"
    assert not is_in(client)


def test_deleted_account_is_noted(beheer: Client, member: User) -> None:
    number = member.pk
    beheer.post(f"/admin/users/delete/{number}/")
    assert not User.objects.filter(pk=number).exists()
    row = AuditEvent.objects.get(action="account.deleted")
    assert (row.target_id, row.actor_id) == (str(number), beheer.user.pk)


def test_what_does_not_change_is_not_noted(member: User, client: Client) -> None:
    before = actions(member)
    member.name = "Anders"
    member.save()
    member.save(update_fields=["last_login"])
    User.objects.filter(pk=member.pk).update(name="Weer anders")
    assert actions(member) == before
    assert is_in(client)


def test_session_of_who_changes_the_own_address_stays(beheer: Client) -> None:
    user = beheer.user
    role = list(user.groups.values_list("pk", flat=True))
    assert save_in_admin(beheer, user, email="ander@example.org", groups=role).status_code == 302
    assert "account.email_changed" in actions(user)
    assert is_in(beheer)


def test_refusal_is_noted_with_who_and_route_and_never_the_address(as_role: Callable[..., Client]) -> None:
    visitor = as_role("gemeente")
    assert visitor.get("/loket/werkvoorraad/KW-geheim/?q=geheim").status_code == 403
    row = AuditEvent.objects.get(action="access.refused")
    assert row.actor_id == visitor.user.pk
    assert row.data == {"route": "matching:request_detail", "method": "GET"}
    assert visitor.post("/loket/werkvoorraad/KW-geheim/pakken/").status_code == 403
    assert AuditEvent.objects.filter(action="access.refused").count() == 2


def test_refusal_in_the_content_management_is_noted(site_tree: Any, as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    assert as_role("loket").get("/admin/").status_code == 403
    assert as_role("redactie").get("/admin/users/").status_code == 302
    routes = (
        AuditEvent.objects.filter(action="access.refused")
        .order_by("pk")
        .values_list("data__route", flat=True)
    )
    assert list(routes) == ["wagtailadmin_home", "wagtailusers_users:index"]


def test_forged_form_is_noted(site_tree: Any) -> None:
    user = UserFactory(role="gemeente")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post("/lijst/bewaren/", {"page": "1"}).status_code == 403
    assert AuditEvent.objects.get(action="access.forged").actor_id == user.pk


def test_nobody_fills_the_trail_with_refusals(as_role: Callable[..., Client]) -> None:
    client = as_role("gemeente")
    for _ in range(NOTED_PER_HOUR + 5):
        assert client.get("/loket/werkvoorraad/").status_code == 403
    assert AuditEvent.objects.filter(action="access.refused").count() == NOTED_PER_HOUR


def test_export_of_the_own_profile_is_noted(as_role: Callable[..., Client]) -> None:
    client = as_role("expert")
    user = client.user
    profile = ExpertProfile.objects.create(user=user, title="Deskundige", slug="deskundige")
    assert client.get("/mijn/profiel/gegevens.json").status_code == 200
    row = AuditEvent.objects.get(action="expertpool.profile_exported")
    assert (row.actor_id, row.target_id) == (user.pk, str(profile.pk))


def test_export_of_a_list_in_the_content_management_is_noted(beheer: Client) -> None:
    assert beheer.get("/admin/reports/site-history/?export=csv").status_code == 200
    row = AuditEvent.objects.get(action="admin.exported")
    assert row.data == {"route": "wagtailadmin_reports:site_history", "format": "csv"}
    assert row.actor_id == beheer.user.pk


def test_what_the_night_forgets_is_noted(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from krachtwijken.core import retention

    monkeypatch.setattr(retention, "RULES", {"a": lambda: 3, "b": lambda: 0})
    retention.forget_all()
    assert AuditEvent.objects.get(action="retention.forgot").data == {"a": 3}
