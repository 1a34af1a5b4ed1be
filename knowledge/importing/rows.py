"""One row: every cell read, and what holds between cells. A row with one fault is wrong as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.enums import CaseKind, CaseStatus
from knowledge.importing.cells import Context, read_cell
from knowledge.importing.columns import BY_FIELD, COLUMNS, CaseColumn, find_column
from knowledge.importing.references import References
from knowledge.models.years import tell_late_start
from krachtwijken.core.models import Wijk
from krachtwijken.core.sheets.choosing import CellError
from krachtwijken.core.sheets.layout import Fault, Layout
from krachtwijken.core.sheets.table import SheetRow, Table

ONLY_FOR_EXPERIMENTS = "Dit hoort bij een experiment. Zet bij soort: Experiment, of maak deze cel leeg."
WIJK_MISSING = "Vul bij een gemeente ook een wijk in."
ENDS_BEFORE_IT_BEGINS = "Dit jaar ligt voor het jaar waarin het begon."
LESS_THAN_FROM = "Dit bedrag is lager dan het eerste."
PRICE_YEAR_MISSING = "Vul in uit welk jaar de bedragen zijn. Anders kan niemand ze vergelijken."


@dataclass(frozen=True)
class CaseRow:
    """`values` by field of the column; only those of cells without a fault."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.values.get("title") or "")

    @property
    def source_id(self) -> str:
        return str(self.values.get("source_id") or "")

    @property
    def wijken(self) -> list[Wijk]:
        return list(self.values.get("wijken") or [])

    @property
    def is_experiment(self) -> bool:
        return self.values.get("kind") == CaseKind.EXPERIMENT


def layout_of(table: Table) -> Layout:
    """A column that only experiments have may be missing."""
    required = (column for column in COLUMNS if column.required and not column.experiment_only)
    return Layout(table, find=find_column, required=required)


def read_row(row: SheetRow, layout: Layout, references: References) -> CaseRow:
    """Every fault of the row at once, in the order of the sheet."""
    read = CaseRow(row.number)
    for place, problem in row.problems.items():
        read.faults.append(Fault(row.number, layout.heading_at(place), problem))
    context = Context(references, layout.table.day_zero)
    # First what says how the others are read.
    for name in ("kind", "gemeente"):
        _read_into(read, BY_FIELD[name], row, layout, context)
    context = Context(references, layout.table.day_zero, read.values.get("gemeente"))
    for column in COLUMNS:
        if column.field not in ("kind", "gemeente"):
            _read_into(read, column, row, layout, context)
    read.faults.extend(_between_cells(read, layout))
    read.faults.sort(key=lambda fault: _place_of(layout, fault))
    return read


def identity_of(row: SheetRow, layout: Layout, references: References) -> CaseRow:
    """Only what tells two rows apart: source id, title and wijken, as far as they can be read."""
    read = CaseRow(row.number)
    context = Context(references, layout.table.day_zero)
    _read_into(read, BY_FIELD["gemeente"], row, layout, context)
    context = Context(references, layout.table.day_zero, read.values.get("gemeente"))
    for name in ("title", "source_id", "wijken"):
        _read_into(read, BY_FIELD[name], row, layout, context)
    return read


def _read_into(read: CaseRow, column: CaseColumn, row: SheetRow, layout: Layout, context: Context) -> None:
    place = layout.places.get(column.field)
    if place in row.problems or (place is None and not (column.required and column.experiment_only)):
        return
    text = layout.cell(row, column.field)
    if column.experiment_only and not read.is_experiment:
        if text.strip():
            read.faults.append(Fault(row.number, column.heading, ONLY_FOR_EXPERIMENTS))
        return
    try:
        read.values[column.field] = read_cell(column, text, context)
    except CellError as error:
        heading = column.heading if place is None else layout.heading_at(place)
        read.faults.append(Fault(row.number, heading, error.message, error.excerpt))


def _between_cells(read: CaseRow, layout: Layout) -> Iterator[Fault]:
    values = read.values
    # One with a wijk that is not known has its fault already.
    without_wijk = values.get("wijken") == [] or "wijken" not in layout.places
    if values.get("gemeente") and without_wijk:
        yield Fault(read.number, BY_FIELD["wijken"].heading, WIJK_MISSING)
    begun, ended = values.get("period_from"), values.get("period_to")
    if begun and ended and ended < begun:
        yield Fault(read.number, BY_FIELD["period_to"].heading, ENDS_BEFORE_IT_BEGINS)
    # An empty cell, or no column, is: it runs.
    if too_late := tell_late_start(begun, values.get("status") or CaseStatus.LOOPT):
        yield Fault(read.number, BY_FIELD["period_from"].heading, too_late)
    least, most = values.get("costs_min"), values.get("costs_max")
    if least is not None and most is not None and least > most:
        yield Fault(read.number, BY_FIELD["costs_max"].heading, LESS_THAN_FROM)
    # A year that could not be read has its fault already.
    no_year = values.get("price_year", 0) is None or "price_year" not in layout.places
    if no_year and (least is not None or most is not None):
        yield Fault(read.number, BY_FIELD["price_year"].heading, PRICE_YEAR_MISSING)


def _place_of(layout: Layout, fault: Fault) -> int:
    column = find_column(fault.column)
    return layout.places.get(column.field, len(layout.table.headings)) if column else -1
