"""What the role of the site may do in PostgreSQL: read and write rows, and of the trail only read and add."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from krachtwijken.core.trail.models import AuditEvent

# Whoever could change these could hide what was done, or what the database is made of.
LIMITED = {AuditEvent._meta.db_table: "SELECT, INSERT", "django_migrations": "SELECT"}
ORDINARY = "SELECT, INSERT, UPDATE, DELETE"
NEVER_ON_THE_TRAIL = ("UPDATE", "DELETE", "TRUNCATE")


@transaction.atomic
def grant_site_rights(role: str) -> None:
    """By the owner of the tables, after each migration. May be repeated: what stood there before is taken back first."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        for kind in ("TABLES", "SEQUENCES"):
            cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT {ORDINARY} ON ALL TABLES IN SCHEMA public TO {name}")
        for table, rights in LIMITED.items():
            cursor.execute(f"REVOKE ALL ON {connection.ops.quote_name(table)} FROM {name}")
            cursor.execute(f"GRANT {rights} ON {connection.ops.quote_name(table)} TO {name}")
    refuse_too_many_rights(role)


def refuse_too_many_rights(role: str) -> None:
    """A superuser, an owner, or whoever has a right by another role, keeps what was not granted here."""
    table = AuditEvent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(%s, tableowner, 'MEMBER') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename = %s",
            [role, table],
        )
        row = cursor.fetchone()
        if row is None or row[0]:
            raise ImproperlyConfigured(
                f"De rol {role} is eigenaar of beheerder van de tabellen: dat mag niet."
            )
        for right in NEVER_ON_THE_TRAIL:
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
            if cursor.fetchone() != (False,):
                raise ImproperlyConfigured(f"De rol {role} heeft nog het recht {right} op {table}.")
