"""The sheet to fill in: headings, an example that is right, and what may stand where."""

from io import BytesIO

from openpyxl import Workbook

from expertpool.enums import ExpertRole, Language, Level, Origin, Province
from expertpool.importing.columns import COLUMNS
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.sheets.table import HELP_SHEET

CHOICES = {
    "levels": Level, "roles": ExpertRole, "themes": ThemeCode, "provinces": Province, "languages": Language,
    "origin": Origin,
}  # fmt: skip


def make_people_template() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = "Mensen"
    sheet.append([column.heading for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    told = book.create_sheet(HELP_SHEET)
    told.append(["kop", "verplicht", "uitleg", "keuzes"])
    for column in COLUMNS:
        choices = CHOICES.get(column.field)
        names = "; ".join(str(label) for label in choices.labels) if choices else ""
        told.append([column.heading, "ja" if column.required else "", column.help, names])
    content = BytesIO()
    book.save(content)
    return content.getvalue()
