"""A sheet of people: every cell read, every fault told by row and column. A row with one fault is wrong as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from expertpool.importing.columns import COLUMNS, PersonColumn, column_called
from krachtwijken.core.sheets.choosing import CellError
from krachtwijken.core.sheets.layout import Fault, Layout
from krachtwijken.core.sheets.table import HEADING_ROW, SheetRow, Table

MOST_PEOPLE = 300
TOO_MANY = f"Dit bestand heeft meer dan {MOST_PEOPLE} mensen. Verdeel het over meer bestanden."


@dataclass(frozen=True)
class PersonRow:
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def email(self) -> str:
        return str(self.values.get("email") or "")

    @property
    def title(self) -> str:
        return str(self.values.get("title") or "")


def layout_of(table: Table) -> Layout:
    return Layout(table, find=column_called, required=(column for column in COLUMNS if column.required))


def faults_in_headings(table: Table) -> list[Fault]:
    """With one of these nothing can be read from the rows."""
    faults = layout_of(table).faults
    return faults + ([Fault(HEADING_ROW, "", TOO_MANY)] if len(table.rows) > MOST_PEOPLE else [])


def people_in(table: Table) -> Iterator[PersonRow]:
    """In the order of the sheet; the second row with an address is at fault."""
    layout, at = layout_of(table), dict[str, int]()
    for row in table.rows:
        read = _read(layout, row)
        if read.email in at:
            message = f"Dit adres staat ook in rij {at[read.email]}."
            read.faults.append(Fault(row.number, layout.heading_at(layout.places["email"]), message))
        elif read.email:
            at[read.email] = row.number
        yield read


def _read(layout: Layout, row: SheetRow) -> PersonRow:
    read = PersonRow(row.number)
    for place, problem in row.problems.items():
        read.faults.append(Fault(row.number, layout.heading_at(place), problem))
    for column in COLUMNS:
        here = layout.places.get(column.field)
        if here is not None and here not in row.problems:
            _read_cell(read, column, layout.cell(row, column.field), layout.heading_at(here))
    return read


def _read_cell(read: PersonRow, column: PersonColumn, text: str, heading: str) -> None:
    if not text.strip():
        if column.required:
            read.faults.append(Fault(read.number, heading, "Vul dit in."))
        return
    try:
        read.values[column.field] = column.read(text)
    except CellError as error:
        read.faults.append(Fault(read.number, heading, error.message))
