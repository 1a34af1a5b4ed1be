"""The role of the site in a real PostgreSQL: what it may do, and what it may not."""

import contextlib
import secrets
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import record
from krachtwijken.core.database_rights import grant_site_rights
from krachtwijken.core.models import AuditEvent, Gemeente, OutboxRow

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


@pytest.fixture
def role() -> str:
    """A role that exists in this transaction only."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    name = f"site_{secrets.token_hex(6)}"
    run(f"CREATE ROLE {name}", f"GRANT USAGE ON SCHEMA public TO {name}", f"GRANT {name} TO CURRENT_USER")
    return name


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextlib.contextmanager
def acting_as(role: str) -> Iterator[None]:
    run(f"SET ROLE {role}")
    try:
        yield
    finally:
        run("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE core_auditevent",
        "UPDATE core_auditevent SET action = 'x'",
        "DELETE FROM core_auditevent",
        "ALTER TABLE core_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER core_auditevent_stays ON core_auditevent",
        "DROP TABLE core_auditevent",
        "TRUNCATE core_outboxrow",
        "DELETE FROM django_migrations",
        "CREATE TABLE of_my_own (id integer)",
    ],
)
def test_site_may_not_touch_the_trail_or_the_tables(role: str, statement: str) -> None:
    record(actor=None, action="test.done", target=None)
    grant_site_rights(role)
    with acting_as(role), pytest.raises(ProgrammingError), transaction.atomic():
        run(statement)
    assert AuditEvent.objects.filter(action="test.done").exists()


def test_site_may_do_its_daily_work(role: str) -> None:
    grant_site_rights(role)
    with acting_as(role):
        gemeente = Gemeente.objects.create(name="Ons Dorp", slug="ons-dorp")
        record(actor=None, action="test.done", target=gemeente)
        Gemeente.objects.filter(pk=gemeente.pk).update(name="Ons Andere Dorp")
        assert Gemeente.objects.select_for_update().get(pk=gemeente.pk).name == "Ons Andere Dorp"
        user = User.objects.create_user("iemand@example.org", "geheim-woord-123", name="Iemand")
        user.delete()
        gemeente.delete()
        OutboxRow.objects.all().delete()
        assert AuditEvent.objects.filter(action="test.done").exists()


def test_rights_that_were_given_too_widely_are_taken_back(role: str) -> None:
    run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
    grant_site_rights(role)
    with acting_as(role), pytest.raises(ProgrammingError), transaction.atomic():
        run("TRUNCATE core_auditevent")


def test_owner_is_refused_as_the_role_of_the_site(role: str) -> None:
    run(f"GRANT CREATE ON SCHEMA public TO {role}", f"ALTER TABLE core_auditevent OWNER TO {role}")
    with pytest.raises(ImproperlyConfigured, match="eigenaar"):
        grant_site_rights(role)


def test_right_that_comes_from_everybody_is_refused(role: str) -> None:
    run("GRANT TRUNCATE ON core_auditevent TO PUBLIC")
    with pytest.raises(ImproperlyConfigured, match="TRUNCATE"):
        grant_site_rights(role)


def test_command_does_nothing_without_a_role_of_the_site(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("grant_site_rights")
    assert "geen aparte rol" in capsys.readouterr().out
