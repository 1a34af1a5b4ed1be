"""Reads a CSV as programs in the Netherlands write it: with ; , or tabs, in UTF-8, UTF-16 or the older set of Windows."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

from krachtwijken.core.sheets.table import (
    HEADING_ROW,
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

DELIMITERS = (";", ",", "\t")
NOT_TEXT = "Dit bestand is geen tekst met scheidingstekens. Bewaar het als CSV of als XLSX."
BAD_QUOTES = "Wij kunnen dit bestand niet in cellen verdelen. Bewaar het als XLSX en probeer het nog eens."
# Excel's own first line; Excel does not show it, so it counts for no row.
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read_delimited(content: bytes, *, is_heading: IsHeading) -> Table:
    """Raises FileRefusedError. Rows are counted as a sheet shows them: a line end between quotes starts none."""
    text = _decoded(content)
    delimiter = None
    if named := SEPARATOR_LINE.match(text):
        text, delimiter = text[named.end() :], named.group(1)
    delimiter = delimiter or _delimiter_of(text, is_heading)
    try:
        return _table(text, delimiter)
    except csv.Error as error:
        raise FileRefusedError(BAD_QUOTES) from error


def _decoded(content: bytes) -> str:
    text = _as_text(content).removeprefix("\ufeff")
    if "\x00" in text:
        raise FileRefusedError(NOT_TEXT)
    return text


def _as_text(content: bytes) -> str:
    encodings = ["utf-8", "cp1252"]
    if content[:2] in UTF_16:
        encodings = [UTF_16[content[:2]]]
    elif b"\x00" in content[:200]:
        # Without a mark: every other byte of Latin letters is zero.
        encodings = ["utf-16-be" if content[:1] == b"\x00" else "utf-16-le"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefusedError(NOT_TEXT)


def _delimiter_of(text: str, is_heading: IsHeading) -> str:
    """The one that gives most headings that we know; of equals the one that gives most cells."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader(StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(map(is_heading, cells)), len(cells)

    return max(DELIMITERS, key=score)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), HEADING_ROW):
        filled = [without_control_characters(cell) for cell in cells]
        while filled and not filled[-1].strip():
            filled = filled[:-1]
        if len(filled) > MOST_COLUMNS:
            raise FileRefusedError(TOO_MANY_COLUMNS)
        yield number, filled


def _table(text: str, delimiter: str) -> Table:
    headings: list[str] = []
    rows: list[SheetRow] = []
    wide = 0
    for number, cells in _records(text, delimiter):
        wide = max(wide, len(cells))
        if number == HEADING_ROW:
            headings = cells
        elif cells:
            rows.append(SheetRow(number, {place: cell for place, cell in enumerate(cells) if cell.strip()}))
        if len(rows) > MOST_ROWS:
            raise FileRefusedError(TOO_MANY_ROWS)
    return Table(headings=headings + [""] * (wide - len(headings)), rows=rows)
