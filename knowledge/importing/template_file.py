"""The file to begin with: headings, one example that is right, and what may stand where."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.importing.cells import LISTS
from knowledge.importing.columns import COLUMNS, CaseColumn, allowed_values
from krachtwijken.core.models import ProblemLabel, Wijk
from krachtwijken.core.sheets.table import HEADING_ROW, HELP_SHEET, MOST_ROWS

SHEET_NAME = "Praktijken"
HELP_HEADINGS = ("kolom", "verplicht", "uitleg", "wat u kunt kiezen")
WIDE, NARROW = 36, 18
# Excel takes a list in a rule up to this length.
LONGEST_RULE = 250


def make_template() -> bytes:
    """An XLSX. Row 1 has the headings with the title first, row 2 an example without a source id."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET_NAME
    sheet.append([column.heading for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    sheet.freeze_panes = "B2"
    for place, column in enumerate(COLUMNS, 1):
        _dress(sheet, place, column)
    _explain(book.create_sheet(HELP_SHEET))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _dress(sheet: Any, place: int, column: CaseColumn) -> None:
    heading, example = sheet.cell(HEADING_ROW, place), sheet.cell(HEADING_ROW + 1, place)
    heading.font = Font(bold=True)
    # As text: a year stays a year, and a number keeps its zeros.
    for row in (example, heading):
        row.number_format = "@"
        row.alignment = Alignment(wrap_text=True, vertical="top")
    if told := _told(column):
        heading.comment = Comment(told, "Krachtwijken")
    letters = get_column_letter(place)
    sheet.column_dimensions[letters].width = WIDE if len(column.example) > NARROW else NARROW
    rule = f'"{",".join(allowed_values(column))}"'
    if allowed_values(column) and column.kind not in LISTS and _fits_in_rule(column, rule):
        validation = DataValidation(type="list", formula1=rule, allow_blank=True, showErrorMessage=False)
        sheet.add_data_validation(validation)
        validation.add(f"{letters}{HEADING_ROW + 1}:{letters}{MOST_ROWS + HEADING_ROW}")


def _fits_in_rule(column: CaseColumn, rule: str) -> bool:
    return len(rule) < LONGEST_RULE and not any("," in value for value in allowed_values(column))


def _told(column: CaseColumn) -> str:
    return " ".join(part for part in ("Verplicht." if column.required else "", column.help) if part)


def _explain(sheet: Any) -> None:
    sheet.append(HELP_HEADINGS)
    for column in COLUMNS:
        required = "bij een experiment" if column.experiment_only else "ja"
        values = "; ".join(allowed_values(column))
        sheet.append([column.heading, required if column.required else "nee", column.help, values])
    sheet.append([])
    sheet.append(["problemen: code", "", "naam"])
    for problem in ProblemLabel.objects.all():
        sheet.append([problem.code, "", problem.label])
    sheet.append([])
    sheet.append(["wijken: naam", "", "gemeente"])
    for wijk in Wijk.objects.select_related("gemeente"):
        sheet.append([wijk.name, "", wijk.gemeente.name])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letters, width in zip("ABCD", (NARROW * 2, NARROW, WIDE * 2, WIDE * 2), strict=True):
        sheet.column_dimensions[letters].width = width
