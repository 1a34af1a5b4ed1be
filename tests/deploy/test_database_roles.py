"""deploy/postgres on a real server: the two roles that it makes, and what each can do before any migration."""

import os
import shutil
from collections.abc import Iterator

import psycopg
import pytest

from tests.scaleout.roles import Roles, two_roles
from tests.scaleout.stage import database_of_its_own

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def roles() -> Iterator[Roles]:
    address = os.environ.get("TEST_DATABASE_URL", "")
    if not address or not shutil.which("psql"):
        if os.environ.get("CI"):
            pytest.fail("no PostgreSQL, or no psql")
        pytest.skip("no PostgreSQL (TEST_DATABASE_URL), or no psql")
    with database_of_its_own(address) as database, two_roles(database) as made:
        yield made


def test_owner_makes_tables_and_the_site_cannot(roles: Roles) -> None:
    with psycopg.connect(roles.owner) as owner:
        owner.execute("CREATE TABLE made_by_the_owner (id integer)")
    with psycopg.connect(roles.site, autocommit=True) as site:
        for statement in ("CREATE TABLE mine (id integer)", "SELECT * FROM made_by_the_owner"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                site.execute(statement)


@pytest.mark.parametrize("kind", ["owner", "site"])
def test_neither_role_has_power_over_the_server(roles: Roles, kind: str) -> None:
    with psycopg.connect(getattr(roles, kind)) as connection:
        asked = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
        row = connection.execute(f"{asked} FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False,)
