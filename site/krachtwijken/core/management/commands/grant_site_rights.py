"""`manage.py grant_site_rights`: the owner of the tables gives the role of the site what it needs, and no more."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from krachtwijken.core.database_rights import grant_site_rights


class Command(BaseCommand):
    help = "Give the role in DATABASE_SITE_ROLE its rights on every table (PostgreSQL). Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.DATABASE_SITE_ROLE
        if connection.vendor != "postgresql" or not role:
            self.stdout.write("      geen aparte rol voor de site (DATABASE_SITE_ROLE, alleen op PostgreSQL)")
            return
        try:
            grant_site_rights(role)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"      {role} leest en schrijft; het logboek kan deze rol alleen lezen en aanvullen"
        )
