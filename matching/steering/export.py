"""The requests of a period as a sheet: text stays text, times are those of Amsterdam and are a time to the sheet too."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.exports import FORMULA, LOOKS_COUNTED, local_time, text_of_csv, text_of_sheet
from krachtwijken.core.working_days import count_working_days
from matching.requests.enums import KIND_OPEN, RefusalReason, RequestKind, RequestStatus, Urgency
from matching.requests.kinds.registry import norm_of
from matching.requests.lead_times import first_answer
from matching.steering.figures import last_refusal, requests_of_period
from matching.steering.periods import Period

HEADINGS = (
    "kenmerk", "gemeente", "wijk", "soort hulp", "thema's", "haast", "stand", "ingediend (tijd in Amsterdam)",
    "eerste antwoord (tijd in Amsterdam)", "werkdagen tot antwoord", "norm in werkdagen",
    "stand sinds (tijd in Amsterdam)", "waarom afgewezen",
)  # fmt: skip
# What a Dutch Excel takes for the mark between columns; the mark in front makes it read UTF-8.
SEPARATOR, BYTE_ORDER_MARK = ";", "\ufeff"
TIME = "%Y-%m-%d %H:%M:%S"
TIME_IN_SHEET = "yyyy-mm-dd hh:mm:ss"
Cell = str | int | datetime | None


def export_rows(period: Period) -> Iterator[list[Cell]]:
    """No person, no words of the request: those stand on its page. Oldest first, in one query."""
    rows = list(
        requests_of_period(period).order_by("created_at", "pk").values("pk").annotate(answered=first_answer())
        .annotate(refusal=last_refusal())
        .values_list("reference", "gemeente__name", "wijk__name", "kind", "themes", "urgency", "status",
                     "created_at", "answered", "status_since", "refusal")
    )  # fmt: skip
    answered = [row for row in rows if row[8]]
    spans = [(timezone.localdate(row[7]), timezone.localdate(row[8])) for row in answered]
    taken = dict(zip((row[0] for row in answered), count_working_days(spans), strict=True))
    for reference, gemeente, wijk, kind, themes, urgency, status, created, answer, since, no in rows:
        yield [
            reference, gemeente, wijk or "", str(RequestKind(kind).label) if kind else KIND_OPEN,
            ", ".join(str(ThemeCode(code).label) for code in themes), str(Urgency(urgency).label),
            str(RequestStatus(status).label), local_time(created), local_time(answer) if answer else None,
            taken.get(reference), norm_of(kind).lead, local_time(since),
            str(RefusalReason(no).label) if no and status == RequestStatus.AFGEWEZEN else "",
        ]  # fmt: skip


def write_csv(period: Period) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR)
    writer.writerow(HEADINGS)
    for row in export_rows(period):
        writer.writerow([_cell_of_csv(cell) for cell in row])
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def _cell_of_csv(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.strftime(TIME)
    return text_of_csv(cell) if isinstance(cell, str) else cell


def write_xlsx(period: Period) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Verzoeken")
    sheet.append(list(HEADINGS))
    for row in export_rows(period):
        sheet.append([_cell_of_sheet(sheet, cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell_of_sheet(sheet: Any, cell: Cell) -> Any:
    if isinstance(cell, datetime):
        made = WriteOnlyCell(sheet, value=cell)
        made.number_format = TIME_IN_SHEET
        return made
    if not isinstance(cell, str):
        return cell
    plain = text_of_sheet(cell)
    made = WriteOnlyCell(sheet, value=plain)
    # Text is marked as text, so that it stays that when somebody edits the cell.
    made.data_type = "s"
    made.quotePrefix = bool(FORMULA.match(plain) or LOOKS_COUNTED.fullmatch(plain))
    return made
