"""The same file twice at the same moment: one page a row."""

from typing import Any

import pytest

from knowledge.importing import services
from knowledge.importing.checking import table_of
from knowledge.importing.models import CaseImport
from knowledge.models import CasePage, CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_centre
from tests.factories.sheets import case_row, xlsx_of
from tests.races import at_once, failures


@pytest.fixture
def section(committed: None, site_tree: Any) -> CentrePage:
    return make_centre("Bos en Hei")


@pytest.fixture
def redactie(committed: None) -> User:
    from django.core.management import call_command

    user = UserFactory(role="redactie")
    call_command("set_up_roles", verbosity=0)
    return user


def test_two_imports_of_one_file_make_one_page_a_row(section: CentrePage, rounds: range) -> None:
    for number in rounds:
        rows = [case_row(f"Zonder nummer {number}"), case_row(f"Met {number}", **{"bron-id": str(number)})]
        table = table_of(xlsx_of(rows), "a.xlsx")
        before = CasePage.objects.count()

        def run(table: Any = table) -> Any:
            return services.take_table(table=table, centre=section, file_name="a.xlsx")

        assert not failures(at_once(run, run))
        assert CasePage.objects.count() == before + 2


def test_confirmed_in_two_tabs_at_once_it_is_imported_once(
    section: CentrePage, redactie: User, rounds: range
) -> None:
    for number in rounds:
        table = table_of(xlsx_of([case_row(f"Praktijk {number}")]), "a.xlsx")
        sent = services.start_import(table=table, centre=section, file_name="a.xlsx", actor=redactie)

        def run(pk: int = sent.pk) -> bool:
            return services.confirm_import(case_import=CaseImport.objects.get(pk=pk), actor=redactie)

        outcomes = at_once(run, run)
        assert sorted(outcomes) == [False, True]
    created = AuditEvent.objects.filter(action="import.case_created")
    assert created.count() == CasePage.objects.count() == len(rounds)
