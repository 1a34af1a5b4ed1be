"""What a list of people is tried with."""

from expertpool.importing.rows import PersonRow
from expertpool.importing.services import (
    drop_pool_import,
    forget_pool_imports,
    keep_pool_import,
    settle_double,
    take_person,
)
from expertpool.models import PoolImport, PoolImportRow, RowFate
from krachtwijken.core.sheets.table import SheetRow, Table
from tests.factories.accounts import UserFactory
from tests.failing.registry import Call, tries

VALUES = {
    "name": "Anna Bakker",
    "email": "anna@bureau-oost.nl",
    "title": "Wijkmanager",
    "levels": ["procesregie"],
}
TABLE = Table(["naam"], [SheetRow(2, {0: "Anna Bakker"})])


@tries(keep_pool_import)
def new_list() -> Call:
    desk = UserFactory(role="loket")
    return lambda: keep_pool_import(table=TABLE, file_name="mensen.xlsx", actor=desk)


@tries(take_person)
def one_row() -> Call:
    kept = PoolImport.objects.create(file_name="mensen.xlsx")
    return lambda: take_person(pool_import=kept, person=PersonRow(2, dict(VALUES)))


@tries(settle_double)
def somebody_else_after_all() -> Call:
    desk, kept = UserFactory(role="loket"), PoolImport.objects.create(file_name="mensen.xlsx")
    row = PoolImportRow.objects.create(pool_import=kept, number=2, fate=RowFate.LOOKS_LIKE, values=VALUES)
    return lambda: settle_double(row=row, actor=desk, is_same=False)


@tries(drop_pool_import)
def list_thrown_away() -> Call:
    desk, kept = UserFactory(role="loket"), PoolImport.objects.create(file_name="mensen.xlsx")
    return lambda: drop_pool_import(pool_import=kept, actor=desk)


@tries(forget_pool_imports)
def old_list() -> Call:
    PoolImport.objects.create(file_name="mensen.xlsx")
    PoolImport.objects.update(created_at="2001-01-01T00:00:00Z")
    return forget_pool_imports
