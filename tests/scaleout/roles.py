"""The two roles of deploy/postgres in a database of a test, made by the script that the image of PostgreSQL runs."""

import contextlib
import os
import secrets
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "postgres"
PASSWORD = "letters0and1digits"


@dataclass(frozen=True)
class Roles:
    """The address of the database for each of the two, and the name of the second."""

    owner: str
    site: str
    site_name: str


@contextlib.contextmanager
def two_roles(database: str) -> Iterator[Roles]:
    """Gone afterwards, with all that they own. `database` is its address for who may make roles."""
    tag = secrets.token_hex(4)
    owner, site = f"owner_{tag}", f"site_{tag}"
    parts = urlsplit(database)
    environment = {
        "PATH": os.environ["PATH"],
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or 5432),
        "PGPASSWORD": parts.password or "",
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_DB": parts.path.strip("/"),
        "POSTGRES_OWNER": owner,
        "POSTGRES_SITE": site,
        "POSTGRES_OWNER_PASSWORD": PASSWORD,
        "POSTGRES_SITE_PASSWORD": PASSWORD,
        "ROLES_SQL": str(DEPLOY / "roles.sql"),
    }
    subprocess.run([DEPLOY / "make-roles.sh"], env=environment, check=True, capture_output=True)
    place = f"{parts.hostname}:{parts.port or 5432}"
    addresses = [urlunsplit(parts._replace(netloc=f"{name}:{PASSWORD}@{place}")) for name in (owner, site)]
    try:
        yield Roles(*addresses, site)
    finally:
        with psycopg.connect(database, autocommit=True) as connection:
            for name in (owner, site):
                connection.execute(f"GRANT {name} TO CURRENT_USER")
            # What the owner owns goes first, and with it every right on it.
            for name in (owner, site):
                connection.execute(f"DROP OWNED BY {name} CASCADE")
            for name in (owner, site):
                connection.execute(f"DROP ROLE {name}")
