"""What leaves as a sheet: text stays text, times are those of Amsterdam, and what was cut is said.

Wagtail makes every CSV and XLSX of the content management with one mixin, and several of its views are not ours to
subclass. So `guard_exports` puts two functions in the mixin itself, once, when the site starts.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from krachtwijken.core.text import without_control_characters

# A cell of a sheet holds no more; programs cut what is longer without a word.
MOST_IN_A_CELL = 32_767
CUT = " [afgebroken: het zijn {length} tekens]"
# With one of these a sheet takes a text for a formula; the wide forms too, after its own clean-up.
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
# A sheet that expects semicolons cuts a CSV there and at line ends, whatever quotes say.
INNER_FORMULA = re.compile(r"(?<=\S)([;\t\n] ?)([=+\-@＝＋－＠])")
MONTH = r"(?:jan|feb|mrt|maart|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*\.?"
# Read as a date, a time, a power of ten, or a number without its first zeros or last digits.
LOOKS_COUNTED = re.compile(
    rf"\s*(?:\d+\s?[-/:.]\s?\d+(?:\s?[-/:.]\s?\d+)*|\d{{1,4}}[\s-]{MONTH}(?:[\s-]\d{{2,4}})?|{MONTH}[\s-]\d{{1,4}}"
    r"|\d+(?:[.,]\d+)?e[+-]?\d+|0\d+|\d{12,})\s*",
    re.IGNORECASE,
)


def text_of_csv(text: str) -> str:
    """A CSV knows no kinds of cells: an apostrophe in front says that it is text."""
    plain = INNER_FORMULA.sub(r"\1'\2", without_control_characters(text))
    return f"'{plain}" if FORMULA.match(plain) or LOOKS_COUNTED.fullmatch(plain) else plain


def text_of_sheet(text: str) -> str:
    """As it is, but for what a sheet cannot hold."""
    plain = without_control_characters(text)
    if len(plain) <= MOST_IN_A_CELL:
        return plain
    note = CUT.format(length=f"{len(plain):,}".replace(",", "."))
    return plain[: MOST_IN_A_CELL - len(note)] + note


def local_time(moment: datetime) -> datetime:
    """Without a zone, as sheets want it; not the zone that an editor chose: whoever gets the file cannot know that."""
    if timezone.is_naive(moment):
        return moment
    return timezone.make_naive(moment, timezone.get_default_timezone()).replace(microsecond=0)


def guard_exports() -> None:
    """May be called again."""
    from wagtail.admin.views.mixins import SpreadsheetExportMixin  # inline: needs every app to be loaded

    if not hasattr(SpreadsheetExportMixin, "unguarded_value"):
        SpreadsheetExportMixin.unguarded_value = SpreadsheetExportMixin.preprocess_field_value
        SpreadsheetExportMixin.preprocess_field_value = _value
        SpreadsheetExportMixin.unguarded_row = SpreadsheetExportMixin.generate_xlsx_row
        SpreadsheetExportMixin.generate_xlsx_row = _row


def _value(self: Any, field: str, value: Any, export_format: str) -> Any:
    ready = self.unguarded_value(
        field, local_time(value) if isinstance(value, datetime) else value, export_format
    )
    text_of: Callable[[str], str] = text_of_csv if export_format == self.FORMAT_CSV else text_of_sheet
    return text_of(str(ready)) if isinstance(ready, str) else ready


def _row(self: Any, worksheet: Any, row_dict: Any, date_format: str | None = None) -> Iterator[Any]:
    """Text is marked as text, so that it stays that when somebody edits the cell."""
    for cell in self.unguarded_row(worksheet, row_dict, date_format=date_format):
        if isinstance(cell.value, str):
            cell.data_type = "s"
            cell.quotePrefix = bool(FORMULA.match(cell.value) or LOOKS_COUNTED.fullmatch(cell.value))
        yield cell
