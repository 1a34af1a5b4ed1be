"""What leaves as a sheet: text stays text, times are those of Amsterdam, and what was cut is said."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry, Site

from krachtwijken.core.exports import MOST_IN_A_CELL, text_of_csv
from search.indexing.attachments.models import DocumentText
from tests.factories.documents import make_document, pdf
from tests.factories.pages import make_case

FORMULA = '=HYPERLINK("http://kwaad.example","klik")'
# 00:30 on the first of January in Amsterdam, still the old year in Greenwich.
NEW_YEAR = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
REPORTS = {
    "bijlagen": "/admin/reports/bijlagen/",
    "redirects": "/admin/redirects/",
    "history": "/admin/reports/site-history/",
    "ageing": "/admin/reports/aging-pages/",
}


def exporting_addresses() -> set[str]:
    """Every address without a number of the content management whose view makes sheets."""

    def walk(patterns: list[Any], prefix: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found |= walk(pattern.url_patterns, address)
            elif isinstance(pattern, URLPattern) and "<" not in address and "(" not in address:
                view = getattr(pattern.callback, "view_class", None)
                if view and issubclass(view, SpreadsheetExportMixin):
                    found.add("/" + address.replace("^", "").replace("$", ""))
        return found

    return walk(get_resolver().url_patterns, "")


def rows_of_csv(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response).decode())))


def sheet_of(response: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(response))).worksheets[0]


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    client = as_role("beheer")
    client.user.name = FORMULA
    client.user.save()
    return client


@pytest.fixture
def rows(editor: Client) -> None:
    """Something of every kind, with a formula wherever somebody may type."""
    document = make_document(pdf("tekst"), title=FORMULA)
    DocumentText.objects.create(document=document, read_at=NEW_YEAR)
    # Past the tidying of a save: an export opens whatever the database holds.
    DocumentText.objects.update(reason="@buurt\x0bweg")
    case = make_case(title=FORMULA, slug="formule")
    Redirect.objects.create(old_path="/oud", redirect_link="/=1+1", site=Site.objects.get())
    Redirect.objects.create(old_path="-5 graden", redirect_page=case)
    type(case).objects.filter(pk=case.pk).update(last_published_at=NEW_YEAR)
    PageLogEntry.objects.log_action(case, "wagtail.edit", user=editor.user)
    PageLogEntry.objects.update(timestamp=NEW_YEAR)


def test_every_view_that_makes_sheets_gives_no_formula_away(rows: None, editor: Client) -> None:
    addresses = exporting_addresses()
    assert set(REPORTS.values()) <= addresses
    for address in sorted(addresses):
        table = editor.get(address, {"export": "csv"})
        if not getattr(table, "streaming", False):
            continue  # a list without an export
        cells = [cell for row in rows_of_csv(table) for cell in row]
        assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")], address
        sheet = sheet_of(editor.get(address, {"export": "xlsx"}))
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert not kinds & {"f", "e"}, address


@pytest.mark.parametrize("name", ["bijlagen", "history", "ageing"])
def test_times_in_exports_are_those_of_amsterdam_whatever_the_year_in_greenwich(
    rows: None, editor: Client, name: str
) -> None:
    cells = [cell for row in rows_of_csv(editor.get(REPORTS[name], {"export": "csv"})) for cell in row]
    assert "2026-01-01 00:30:00" in cells
    sheet = sheet_of(editor.get(REPORTS[name], {"export": "xlsx"}))
    assert datetime(2026, 1, 1, 0, 30) in [cell.value for row in sheet.iter_rows() for cell in row]  # noqa: DTZ001


def test_sheet_keeps_a_formula_as_text_that_stays_text_when_edited(rows: None, editor: Client) -> None:
    cell = sheet_of(editor.get(REPORTS["bijlagen"], {"export": "xlsx"}))["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


def test_control_character_in_a_cell_neither_breaks_the_file_nor_glues_words(
    rows: None, editor: Client
) -> None:
    assert sheet_of(editor.get(REPORTS["bijlagen"], {"export": "xlsx"}))["C2"].value == "@buurt\nweg"


def test_text_too_long_for_a_cell_says_that_it_was_cut(rows: None, editor: Client) -> None:
    whole = "a" * 40_000
    row = SpreadsheetExportMixin().preprocess_field_value("reason", whole, "xlsx")
    assert len(row) == MOST_IN_A_CELL
    assert row.endswith("[afgebroken: het zijn 40.000 tekens]")
    assert SpreadsheetExportMixin().preprocess_field_value("reason", whole, "csv") == whole


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "-5 graden", "+31", "@buurt", " =1+1", "\t=1+1", "＝1+1", "1-2", "3/4", "1 mei", "mei-2024", "2e3", "0363",
        "1234567890123456",
    ],
)  # fmt: skip
def test_text_that_a_sheet_would_read_otherwise_gets_an_apostrophe(text: str) -> None:
    assert text_of_csv(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Een aanpak", "2015", "363", "a-b", "x@y", "Noord-Holland", "", "'s-Gravenhage"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert text_of_csv(text) == text


def test_formula_behind_a_semicolon_stays_text_where_semicolons_cut() -> None:
    assert text_of_csv("wijk;=1+1\n@nu") == "wijk;'=1+1\n'@nu"
