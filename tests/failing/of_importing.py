"""What the services that import cases are tried with."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from knowledge.importing.checking import table_of
from knowledge.importing.models import CaseImport
from knowledge.importing.services import drop_import, forget_imports, start_import
from krachtwijken.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_centre
from tests.factories.sheets import case_row, csv_of
from tests.failing.registry import Call, tries

NAME = "praktijken.csv"


def redactie() -> User:
    call_command("set_up_roles", verbosity=0)
    return UserFactory(role="redactie")


def sent(actor: User) -> CaseImport:
    table = table_of(csv_of([case_row()]), NAME)
    return start_import(table=table, centre=make_centre("Bos en Hei"), file_name=NAME, actor=actor)


@tries(start_import)
def one_row_sent() -> Call:
    actor, centre = redactie(), make_centre("Bos en Hei")
    table = table_of(csv_of([case_row()]), NAME)
    return lambda: start_import(table=table, centre=centre, file_name=NAME, actor=actor)


@tries(drop_import)
def one_row_dropped() -> Call:
    actor = redactie()
    case_import = sent(actor)
    return lambda: drop_import(case_import=case_import, actor=actor)


@tries(forget_imports)
def old_import() -> Call:
    CaseImport.objects.filter(pk=sent(redactie()).pk).update(created_at=timezone.now() - timedelta(days=4))
    return forget_imports
