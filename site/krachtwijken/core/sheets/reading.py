"""From a file to a table, whatever it calls itself; what it is must be what it says."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError

from krachtwijken.core.sheets.delimited import read_delimited
from krachtwijken.core.sheets.table import MOST_BYTES, FileRefusedError, IsHeading, Table
from krachtwijken.core.sheets.workbook import read_sheet
from krachtwijken.core.uploads import TOO_MUCH_INSIDE, check_content

TEXT_FILES = frozenset({"csv", "txt", "tsv"})
SHEET = "xlsx"
EXTENSIONS = (SHEET, *sorted(TEXT_FILES))
# Of parts that are read; pictures in a sheet are not.
MOST_UNPACKED = 40 * 1024 * 1024
PACKED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

EMPTY = "Dit bestand is leeg."
TOO_LARGE = f"Dit bestand is groter dan {MOST_BYTES // (1024 * 1024)} MB. Verdeel het over meer bestanden."
UNKNOWN_KIND = "Stuur een bestand dat eindigt op .xlsx of .csv. Uw programma maakt dat met Bewaren als."
OLD_KIND = "Dit is een werkmap van een oudere soort. Bewaar hem als gewone werkmap (.xlsx)."
HAS_MACROS = "In deze werkmap kunnen macro's zitten. Bewaar hem als gewone werkmap (.xlsx)."
IS_A_SHEET = (
    "Dit bestand is een werkmap, al eindigt de naam op .{kind}. Geef het een naam die eindigt op .xlsx."
)
NO_ROWS = "In dit bestand staan geen rijen onder de koppen."


def read_table(content: bytes, file_name: str, *, is_heading: IsHeading) -> Table:
    """Raises FileRefusedError with what to do about it."""
    kind = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    if not content:
        raise FileRefusedError(EMPTY)
    if len(content) > MOST_BYTES:
        raise FileRefusedError(TOO_LARGE)
    if kind == SHEET:
        _check_sheet(content)
        table = read_sheet(content, is_heading=is_heading)
    else:
        _check_kind(content, kind)
        table = read_delimited(content, is_heading=is_heading)
    if not table.rows:
        raise FileRefusedError(NO_ROWS)
    return table


def _check_kind(content: bytes, kind: str) -> None:
    if kind in {"xlsm", "xltm", "xlam", "xlsb"}:
        raise FileRefusedError(HAS_MACROS)
    if kind == "xls":
        raise FileRefusedError(OLD_KIND)
    if kind not in TEXT_FILES:
        raise FileRefusedError(UNKNOWN_KIND)
    if content.startswith(PACKED):
        raise FileRefusedError(IS_A_SHEET.format(kind=kind))
    if content.startswith(OLD_OFFICE):
        raise FileRefusedError(OLD_KIND)


def _check_sheet(content: bytes) -> None:
    try:
        check_content(BytesIO(content), SHEET)
        with ZipFile(BytesIO(content)) as archive:
            read = [entry for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels"))]
    except ValidationError as error:
        raise FileRefusedError(error.messages[0]) from error
    except BadZipFile as error:
        raise FileRefusedError(UNKNOWN_KIND) from error
    if sum(entry.file_size for entry in read) > MOST_UNPACKED:
        raise FileRefusedError(TOO_MUCH_INSIDE)
