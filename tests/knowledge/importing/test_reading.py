"""Files as programs save them: identical rows, nothing lost, nothing taken in silence."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from knowledge.importing.cells import day_in, number_in
from krachtwijken.core.sheets import reading
from krachtwijken.core.sheets.choosing import CellError
from krachtwijken.core.sheets.table import MOST_ROWS, FileRefusedError, Table, plain_words
from tests.factories.sheets import saved

WINDOWS, MAC = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
KNOWN = {"titel", "gemeente", "wijk"}


def read(content: bytes, name: str = "praktijken.xlsx") -> Table:
    return reading.read_table(content, name, is_heading=lambda heading: plain_words(heading) in KNOWN)


def cells_of(table: Table) -> list[list[str]]:
    places = range(len(table.headings))
    return [[row.cells.get(place, "") for place in places] for row in table.rows]


F1 = [
    ["gemeente", "wijk", "bedrag", "begonnen"],
    ["'s-Gravenhage", "Schilderswijk", "1.234,50", "3-4-2025"],
    ["Súdwest-Fryslân", "De Domp; Noorderhoek", "12,00", "31-12-2024"],
]


def text_of(delimiter: str) -> str:
    lines = [[f'"{cell}"' if delimiter in cell else cell for cell in line] for line in F1]
    return "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (text_of(";").encode("utf-8-sig"), "a.csv"),
        (text_of(";").encode("cp1252"), "a.csv"),
        (("sep=;\r\n" + text_of(";")).encode("cp1252"), "a.csv"),
        (text_of("\t").encode("utf-16"), "a.txt"),
        (text_of("\t").encode("utf-16-le"), "a.csv"),
        (text_of(",").encode(), "a.csv"),
        (text_of("\t").encode(), "a.tsv"),
        (text_of(";").replace("gemeente", "Gemeente\u00a0").encode(), "A.CSV"),
    ],
    ids=["bom", "cp1252", "sep", "utf16", "utf16 without mark", "comma", "tabs", "hard space"],
)
def test_same_rows_whatever_program_wrote_the_csv(content: bytes, name: str) -> None:
    table = read(content, name)
    assert cells_of(table) == F1[1:]
    assert [row.number for row in table.rows] == [2, 3]
    assert plain_words(table.headings[0]) == "gemeente"


def test_csv_counts_rows_as_a_sheet_does() -> None:
    table = read(b'titel;doel\r\n"een\r\ntwee";x\r\n\r\ndrie;y\r\n', "a.csv")
    assert [row.number for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,50", "1234.50"), ("12,00", "12"), ("1234,5", "1234.5"), ("€ 1 234", "1234"), ("1.234", "1234"),
        ("0.25", "0.25"), ("-3", "-3"),
    ],
)  # fmt: skip
def test_number_is_read_as_the_dutch_write_it(text: str, value: str) -> None:
    assert number_in(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,234.50", "12 mei", "", "1-2", "NaN", "1.23.4", "٣"])
def test_what_is_no_number_is_no_guess(text: str) -> None:
    with pytest.raises(CellError):
        number_in(text)


@pytest.mark.parametrize(
    "text", ["3-4-2025", "03-04-2025", "3/4/2025", "2025-04-03", "2025-04-03 00:00", "3 april 2025", "3 apr. 2025", "45750"]
)  # fmt: skip
def test_third_of_april_in_every_writing(text: str) -> None:
    assert day_in(text, day_zero=WINDOWS) == date(2025, 4, 3)


def test_days_are_counted_from_the_day_zero_of_the_book() -> None:
    assert day_in("44288", day_zero=MAC) == date(2025, 4, 3)


@pytest.mark.parametrize("text", ["31-2-2025", "13-13-2025", "vorig jaar", "2025", "3-4-25"])
def test_what_is_no_day_is_no_guess(text: str) -> None:
    with pytest.raises(CellError):
        day_in(text, day_zero=WINDOWS)


def pitfalls() -> Any:
    """F2: a format far below, a gap, merged and hidden cells, and what sheets make of what one types."""
    book = Workbook()
    sheet = book.active
    sheet.append(
        ["gemeentecode", "gemeente ", "titel", "postcode", "begonnen", "aandeel", "budget", "loopt", "som"]
    )
    sheet.append([363, "Amsterdam", "Buurtkamer", "1012 AB", date(2025, 4, 3), 0.25, 1234.5, True, "=G2*2"])
    sheet.append(["0034", "Almere", "Zaailing", 1315, "3-4-2025", "25%", "1.234,50", "WAAR", None])
    sheet.append([34.0, "Almere", "   ", "1315AB", 45750, None, None, None, None])
    sheet.cell(row=900, column=1, value="0518")
    sheet.cell(row=900, column=3, value="Na het gat")
    sheet.cell(row=1048576, column=1).font = Font(bold=True)
    sheet.merge_cells("B3:B4")
    sheet.row_dimensions[2].hidden = True
    extra = book.create_sheet("Oud (niet invoeren)")
    extra.sheet_state = "hidden"
    extra.append(["titel"])
    extra.append(["Verborgen rij"])
    return book


def test_pitfalls_of_a_workbook_are_read_or_named() -> None:
    table = read(saved(pitfalls()))
    rows = {row.number: row for row in table.rows}
    assert list(rows) == [2, 3, 4, 900]
    assert rows[900].cells[0] == "0518"
    assert rows[3].cells[0] == "0034"
    assert rows[2].cells[4] == "2025-04-03"
    assert (rows[2].cells[0], rows[2].cells[6], rows[2].cells[7]) == ("363", "1234,5", "ja")
    assert "verborgen" in rows[2].problems[0]
    assert "formule zonder uitkomst" in rows[2].problems[8]
    assert "B3:B4" in rows[3].problems[1]
    assert "B3:B4" in rows[4].problems[1]
    assert table.notes == ["Het verborgen blad “Oud (niet invoeren)” is niet gelezen."]


def test_days_of_the_1904_system_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - as openpyxl wants it
    book.active.append(["titel", "begonnen"])
    book.active.append(["Uit 1904-stelsel", date(2025, 4, 3)])
    table = read(saved(book))
    assert table.rows[0].cells[1] == "2025-04-03"
    assert table.day_zero == MAC


def test_zeros_that_a_format_shows_are_kept() -> None:
    book = Workbook()
    book.active.append(["titel"])
    book.active.append([363])
    book.active["A2"].number_format = "0000"
    assert cells_of(read(saved(book))) == [["0363"]]


def test_formula_gives_the_outcome_that_the_program_kept() -> None:
    book = Workbook()
    book.active.append(["titel"])
    book.active.append(["=1+1"])
    changed = BytesIO()
    with ZipFile(BytesIO(saved(book))) as before, ZipFile(changed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(
                name,
                part.replace(b"<v></v>", b"<v>2</v>")
                .replace(b"<v />", b"<v>2</v>")
                .replace(b"<v/>", b"<v>2</v>"),
            )
    assert cells_of(read(changed.getvalue())) == [["2"]]


def test_control_characters_of_either_kind_of_file_are_taken_out() -> None:
    book = Workbook()
    book.active.append(["titel"])
    book.active.append(["een_x000B_twee_x0002__x000D_"])
    assert cells_of(read(saved(book))) == [["een\ntwee\n"]]
    assert cells_of(read(b"titel\r\neen\x0btwee\x02\r\n", "a.csv")) == [["een\ntwee"]]


def test_hidden_column_and_merged_heading_are_named() -> None:
    book = Workbook()
    book.active.append(["titel", "doel", "wijk"])
    book.active.append(["a", "b", "c"])
    book.active.column_dimensions["B"].hidden = True
    book.active.merge_cells("C1:D1")
    problems = read(saved(book)).heading_problems
    assert "verborgen" in problems[1]
    assert "C1:D1" in problems[2]


def test_cases_on_two_sheets_are_refused_and_a_sheet_of_notes_is_named() -> None:
    book = Workbook()
    book.active.append(["titel"])
    book.active.append(["a"])
    book.create_sheet("Uitleg").append(["van het voorbeeldbestand"])
    book.create_sheet("Notities").append(["zomaar iets"])
    assert read(saved(book)).notes == ["Het blad “Notities” is niet gelezen."]
    book.create_sheet("Nog meer").append(["titel"])
    with pytest.raises(FileRefusedError, match="meer dan één blad"):
        read(saved(book))


def sheet_with(xml: bytes) -> bytes:
    """A workbook whose sheet is this XML."""
    book = Workbook()
    book.active.append(["titel"])
    changed = BytesIO()
    with ZipFile(BytesIO(saved(book))) as before, ZipFile(changed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, xml if name.endswith("sheet1.xml") else before.read(name))
    return changed.getvalue()


def with_part(name: str, part: bytes) -> bytes:
    book = Workbook()
    book.active.append(["titel"])
    book.active.append(["a"])
    changed = BytesIO(saved(book))
    with ZipFile(changed, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return changed.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>'


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.xlsx", "leeg"),
        (b"", "a.csv", "leeg"),
        (b"titel;doel\r\n", "a.csv", "geen rijen"),
        (b"zomaar", "a.xlsx", "geen XLSX"),
        (b"PK\x03\x04kapot", "a.xlsx", "geen XLSX"),
        (b"PK\x03\x04", "a.csv", "is een werkmap"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "oudere soort"),
        (b"iets", "a.xlsm", "macro"),
        (b"iets", "a.pdf", ".xlsx of .csv"),
        (b"iets", "zonder", ".xlsx of .csv"),
        (bytes(range(256)), "a.csv", "geen tekst"),
        (b"titel;doel\r\n\x81\x8d\x8f;x", "a.csv", "geen tekst"),
        (b'titel\r\n"' + b"x" * 200_000, "a.csv", "niet in cellen"),
        (sheet_with(b"<worksheet"), "a.xlsx", "niet lezen"),
        (sheet_with(LAUGHS), "a.xlsx", "niet lezen"),
        (with_part("xl/vbaProject.bin", b"macro"), "a.xlsx", "macro"),
        (with_part("xl/veel.xml", b" " * 50_000_000), "a.xlsx", "uitgepakt"),
    ],
)  # fmt: skip
def test_file_that_is_not_right_is_refused_with_what_to_do(content: bytes, name: str, told: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(content, name)
    assert told in str(refused.value)


def test_too_many_rows_are_refused_in_either_kind() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["titel"])
    for number in range(MOST_ROWS + 1):
        sheet.append([f"Titel {number}"])
    text = "titel\r\n" + "".join(f"Titel {number}\r\n" for number in range(MOST_ROWS + 1))
    for content, name in ((saved(book), "a.xlsx"), (text.encode(), "a.csv")):
        with pytest.raises(FileRefusedError, match=r"5\.000 rijen"):
            read(content, name)


def test_sheet_of_nothing_but_formats_is_refused_before_it_is_read_to_the_end() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, 130_000))
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = sheet_with(f'<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'.encode())
    with pytest.raises(FileRefusedError, match="lege regels"):
        read(content)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(FileRefusedError, match="groter dan"):
        read(b"titel\r\n" + b"x" * 20, "a.csv")


def test_table_comes_back_from_what_is_kept(make_table: Callable[[], Table]) -> None:
    table = make_table()
    assert Table.from_json(table.as_json()) == table


@pytest.fixture
def make_table() -> Callable[[], Table]:
    return lambda: read(saved(pitfalls()))
