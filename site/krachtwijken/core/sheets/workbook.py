"""Reads one sheet of an XLSX file as a stream: what is far away or empty costs nothing, and nothing is guessed.

openpyxl opens the workbook. Its parser of sheets is called here, because the reader around it hides what must be told: rows
and columns that are hidden, cells that are merged, formulas that were never worked out.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import structlog
from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.escape import unescape
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from krachtwijken.core.sheets.table import (
    HEADING_ROW,
    HELP_SHEET,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    FileRefusedError,
    IsHeading,
    SheetRow,
    Table,
)
from krachtwijken.core.text import without_control_characters

log = structlog.get_logger(__name__)

# Of rows with a format and no value; twenty times what may be filled in.
MOST_LINES = 100_000

UNREADABLE = (
    "Wij kunnen dit bestand niet lezen. Open het in Excel en bewaar het opnieuw als gewone werkmap (.xlsx)."
)
TOO_MANY_LINES = (
    "Dit blad heeft veel lege regels met opmaak. Kopieer uw rijen naar een nieuw bestand en stuur dat."
)
SEVERAL_SHEETS = "Er staan rijen op meer dan één blad: {names}. Zet ze op één blad."
HIDDEN_ROW = "Deze rij is verborgen. Maak de rij zichtbaar, of haal hem weg."
HIDDEN_COLUMN = "Deze kolom is verborgen. Maak de kolom zichtbaar, of haal hem weg."
MERGED = "Hier zijn cellen samengevoegd ({reference}). Splits ze en vul elke cel."
NO_OUTCOME = (
    "In deze cel staat een formule zonder uitkomst. Zet de uitkomst zelf in de cel, "
    "of bewaar het bestand opnieuw in Excel."
)
ERROR_VALUE = "In deze cel staat een fout van het rekenblad ({value}). Zet er een gewone waarde in."
NOT_READ = "Het blad “{title}” is niet gelezen."
HIDDEN_NOT_READ = "Het verborgen blad “{title}” is niet gelezen."


class _SheetParser(WorkSheetParser):
    """Tells of a cell whether it has a formula; its value is the outcome that the program kept. Stops at a sheet that is
    all formats: rows without a value are read too before one knows that."""

    lines = 0

    def parse_row(self, row: Any) -> Any:
        self.lines += 1
        if self.lines > MOST_LINES:
            raise FileRefusedError(TOO_MANY_LINES)
        return super().parse_row(row)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["has_formula"] = element.find(FORMULA_TAG) is not None
        return cell


def read_sheet(content: bytes, *, is_heading: IsHeading) -> Table:
    """Raises FileRefusedError."""
    try:
        return _read(content, is_heading)
    except FileRefusedError:
        raise
    except Exception as error:
        # Whatever a library says of a file that somebody made or broke.
        log.info("import_unreadable", error=type(error).__name__)
        raise FileRefusedError(UNREADABLE) from error


def _read(content: bytes, is_heading: IsHeading) -> Table:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise FileRefusedError("In dit bestand staat geen blad dat zichtbaar is.")
        with_rows = [sheet for sheet in shown if any(map(is_heading, _first_headings(book, sheet)))]
        if len(with_rows) > 1:
            names = ", ".join(f"“{sheet.title}”" for sheet in with_rows)
            raise FileRefusedError(SEVERAL_SHEETS.format(names=names))
        chosen = (with_rows or shown)[0]
        notes = [
            (NOT_READ if sheet.sheet_state == "visible" else HIDDEN_NOT_READ).format(title=sheet.title)
            for sheet in book.worksheets
            if sheet is not chosen and sheet.title != HELP_SHEET
        ]
        return _table(book, chosen, notes)
    finally:
        book.close()


def _parser(book: Any, sheet: Any, source: Any) -> Any:
    return _SheetParser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _rows(parser: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Only rows that are there, with only cells that hold something, in the order of the sheet."""
    for number, cells in parser.parse():
        filled = [cell for cell in cells if cell["value"] not in (None, "") or cell["has_formula"]]
        if filled:
            yield number, filled


def _first_headings(book: Any, sheet: Any) -> list[str]:
    with sheet._get_source() as source:
        for number, cells in _rows(_parser(book, sheet, source)):
            return [_text(book, cell) for cell in cells] if number == HEADING_ROW else []
    return []


def _table(book: Any, sheet: Any, notes: list[str]) -> Table:
    headings: dict[int, str] = {}
    rows: list[SheetRow] = []
    with sheet._get_source() as source:
        parser = _parser(book, sheet, source)
        for number, cells in _rows(parser):
            if any(cell["column"] > MOST_COLUMNS for cell in cells):
                raise FileRefusedError(TOO_MANY_COLUMNS)
            if number == HEADING_ROW:
                headings = {cell["column"] - 1: _text(book, cell) for cell in cells}
                continue
            if (row := _sheet_row(book, number, cells)) is not None:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise FileRefusedError(TOO_MANY_ROWS)
        _mark_hidden_rows(rows, parser)
        _mark_merged(rows, parser)
        problems = _heading_problems(parser)
    wide = max([*headings, *(place for row in rows for place in (*row.cells, *row.problems))], default=-1) + 1
    return Table(
        headings=[headings.get(place, "") for place in range(wide)],
        rows=rows,
        notes=notes,
        heading_problems={place: text for place, text in problems.items() if place < wide},
        day_zero=book.epoch.toordinal(),
    )


def _sheet_row(book: Any, number: int, cells: list[dict[str, Any]]) -> SheetRow | None:
    """None for a row with nothing but spaces."""
    row = SheetRow(number)
    for cell in cells:
        place = cell["column"] - 1
        if cell["data_type"] == "e":
            row.problems[place] = ERROR_VALUE.format(value=cell["value"])
        elif cell["value"] in (None, ""):
            row.problems[place] = NO_OUTCOME
        elif (text := _text(book, cell)).strip():
            row.cells[place] = text
    return row if row.cells or row.problems else None


def _mark_hidden_rows(rows: list[SheetRow], parser: Any) -> None:
    for row in rows:
        if parser.row_dimensions.get(str(row.number), {}).get("hidden") in ("1", "true"):
            row.problems[0] = HIDDEN_ROW


def _mark_merged(rows: list[SheetRow], parser: Any) -> None:
    """Of cells that were merged only the first has a value: whose it is, nobody can tell."""
    for reference in parser.merged_cells.mergeCell if parser.merged_cells else ():
        for row in rows:
            if reference.min_row <= row.number <= reference.max_row:
                row.problems[reference.min_col - 1] = MERGED.format(reference=reference.coord)


def _heading_problems(parser: Any) -> dict[int, str]:
    problems: dict[int, str] = {}
    for dimension in parser.column_dimensions.values():
        if dimension.get("hidden") in ("1", "true"):
            last = min(int(dimension["max"]), MOST_COLUMNS)
            problems |= dict.fromkeys(range(int(dimension["min"]) - 1, last), HIDDEN_COLUMN)
    for reference in parser.merged_cells.mergeCell if parser.merged_cells else ():
        if reference.min_row <= HEADING_ROW:
            problems[reference.min_col - 1] = MERGED.format(reference=reference.coord)
    return problems


def _text(book: Any, cell: dict[str, Any]) -> str:
    """As the reader of the sheet sees it, but for days (2025-04-03)."""
    value = cell["value"]
    if isinstance(value, str):
        # A sheet writes what XML cannot hold as _x000B_.
        return without_control_characters(unescape(value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, _format_of(book, cell["style_id"]))
    return "" if value is None else str(value)


def _number(value: float, shown_as: str) -> str:
    """2015 for 2015.0; 0363 where the sheet shows a zero in front; a comma before the decimals."""
    if shown_as in ("0%", "0.00%"):
        return f"{_number(float(Decimal(str(value)) * 100), '')}%"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(value).zfill(len(shown_as)) if shown_as and not shown_as.strip("0") else str(value)
    return format(Decimal(str(value)), "f").replace(".", ",")


def _format_of(book: Any, style: int) -> str:
    number = book._cell_styles[style].numFmtId if style < len(book._cell_styles) else 0
    own = number - BUILTIN_FORMATS_MAX_SIZE
    if 0 <= own < len(book._number_formats):
        return str(book._number_formats[own])
    return str(BUILTIN_FORMATS.get(number, ""))
