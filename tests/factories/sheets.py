"""Files with cases for tests: rows by the heading of the column."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook

# As short as a row that is right can be.
LEAST = {
    "titel": "Huiskamer in het portiek",
    "samenvatting": "Een lege woning werd een huiskamer.",
    "wat was het probleem": "Buren spraken elkaar alleen over overlast.",
    "voor wie": "Bewoners van een portiek",
    "doel": "Buren weten elkaar te vinden",
    "aanpak": "Wij gingen langs de deuren.",
    "wat kwam eruit": "Er kwamen 40 bewoners per week.",
    "wat werkte niet": "Avonden zonder gastheer liepen leeg.",
    "thema's": "wonen",
    "begonnen in": 2021,
}
Row = Mapping[str, Any]


def case_row(title: str = LEAST["titel"], **cells: Any) -> dict[str, Any]:
    """`case_row("Titel", **{"bron-id": "7"})`."""
    return {**LEAST, "titel": title, **cells}


def headings_in(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(heading for row in rows for heading in row))


def workbook_of(rows: list[Row]) -> Workbook:
    """A workbook to change before it is saved."""
    book = Workbook()
    headings = headings_in(rows)
    book.active.append(headings)
    for row in rows:
        book.active.append([row.get(heading) for heading in headings])
    return book


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_of(rows: list[Row]) -> bytes:
    return saved(workbook_of(rows))


def csv_of(rows: list[Row], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Every cell between quotes, as programs do that take no chances."""
    headings = headings_in(rows)
    lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
    text = "".join(
        delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in line) + "\r\n" for line in lines
    )
    return text.encode(encoding)
