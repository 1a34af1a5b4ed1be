"""What an import would do, in counts, without keeping anything; and what one did."""

from dataclasses import dataclass, field

from knowledge.importing.columns import is_known_heading
from knowledge.importing.enums import Fate
from knowledge.importing.fates import Planner
from knowledge.importing.rows import layout_of
from knowledge.importing.services import take_table
from knowledge.models import CentrePage
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.sheets.reading import read_table
from krachtwijken.core.sheets.table import Table


@dataclass
class ImportReport:
    """`skips` are the row and the reason of each row that is left as it is; `notes` what was not read."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    errors: list[Fault] = field(default_factory=list)
    skips: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, fate: str) -> None:
        self.created += fate == Fate.CREATE
        self.updated += fate == Fate.UPDATE
        self.skipped += fate == Fate.SKIP


def table_of(content: bytes, file_name: str) -> Table:
    """Raises FileRefusedError."""
    return read_table(content, file_name, is_heading=is_known_heading)


def heading_faults_of(table: Table) -> list[Fault]:
    """With one of these no row can be read."""
    return layout_of(table).faults


def report_of_check(table: Table, centre: CentrePage) -> ImportReport:
    report = ImportReport(rows=len(table.rows), notes=table.notes)
    planner = Planner(table, centre)
    report.errors += planner.heading_faults
    for plan in planner.plans([] if planner.heading_faults else table.rows):
        report.count(plan.fate)
        report.errors += plan.faults
        if plan.fate == Fate.SKIP:
            report.skips.append((plan.row.number, plan.reason))
    return report


def report_of_import(table: Table, centre: CentrePage, file_name: str) -> ImportReport:
    """Imports, and tells what came of it."""
    case_import, faults = take_table(table=table, centre=centre, file_name=file_name)
    report = ImportReport(rows=len(table.rows), errors=faults, notes=table.notes)
    for line in case_import.lines.all():
        report.count(line.fate)
        if line.fate == Fate.SKIP:
            report.skips.append((line.number, line.reason))
    return report
