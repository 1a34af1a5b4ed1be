"""`manage.py import_cases`: the contract that tools outside lean on."""

import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from knowledge.importing.columns import COLUMNS
from knowledge.models import CasePage, CentrePage
from tests.factories.pages import make_centre
from tests.factories.sheets import case_row, csv_of, saved, xlsx_of

pytestmark = pytest.mark.django_db
ImportFile = Callable[..., dict[str, Any]]
NOTHING = {"rows": 1, "created": 0, "updated": 0, "skipped": 0, "errors": []}


def test_row_becomes_a_draft_in_review_below_the_centre(import_file: ImportFile, centre: CentrePage) -> None:
    assert import_file(xlsx_of([case_row("Huiskamer")])) == {**NOTHING, "created": 1}
    page = CasePage.objects.child_of(centre).get().specific
    assert (page.title, page.live, page.kind) == ("Huiskamer", False, "practice")
    assert page.workflow_in_progress
    assert [theme.code for theme in page.get_latest_revision_as_object().themes.all()] == ["wonen"]
    assert page.owner_organisation == centre.organisation


def test_dry_run_says_the_same_and_keeps_nothing(import_file: ImportFile, centre: CentrePage) -> None:
    content = xlsx_of([case_row("Huiskamer"), case_row("Zonder doel", doel="")])
    told = import_file(content, dry_run=True)
    assert not CasePage.objects.exists()
    assert not centre.imports.exists()
    assert told == import_file(content)
    assert told == {
        "rows": 2,
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "errors": [{"row": 3, "column": "doel", "message": "Vul dit in."}],
    }


def test_second_run_of_the_same_file_adds_nothing(import_file: ImportFile) -> None:
    rows = [case_row("Met nummer", **{"bron-id": "7"}), case_row("Zonder nummer", wijken="Klarendal")]
    assert import_file(xlsx_of(rows))["created"] == 2
    assert import_file(xlsx_of(rows)) == {**NOTHING, "rows": 2, "skipped": 2}
    assert CasePage.objects.count() == 2


def test_csv_is_taken_too(import_file: ImportFile) -> None:
    assert import_file(csv_of([case_row("Uit een CSV")]), name="praktijken.csv")["created"] == 1


def test_file_that_cannot_be_read_is_a_report_of_no_rows(import_file: ImportFile) -> None:
    told = import_file(b"")
    assert told == {
        **NOTHING,
        "rows": 0,
        "errors": [{"row": 1, "column": "", "message": "Dit bestand is leeg."}],
    }


def test_template_has_the_title_first_and_an_example_that_is_right(
    import_file: ImportFile, tmp_path: Path
) -> None:
    path = tmp_path / "voorbeeld.xlsx"
    call_command("import_cases", template=path, stderr=StringIO())
    sheet = load_workbook(path).active
    headings = [cell.value for cell in sheet[1]]
    example = dict(zip(headings, (cell.value for cell in sheet[2]), strict=True))
    assert headings == [column.heading for column in COLUMNS]
    assert headings[0] == "titel"
    assert example["bron-id"] in (None, "")
    assert import_file(path.read_bytes()) == {**NOTHING, "created": 1}


def test_template_filled_with_a_second_row_is_taken_in_whole(import_file: ImportFile, tmp_path: Path) -> None:
    path = tmp_path / "voorbeeld.xlsx"
    call_command("import_cases", template=path, stderr=StringIO())
    book = load_workbook(BytesIO(path.read_bytes()))
    book.active.append(["Een andere titel", *(cell.value for cell in book.active[2][1:])])
    assert import_file(saved(book)) == {**NOTHING, "rows": 2, "created": 2}


def test_centres_are_listed_without_those_that_ended(centre: CentrePage) -> None:
    make_centre("Voorbij", active_until=2012)
    out = StringIO()
    call_command("import_cases", centres=True, json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"centres": ["bos-en-hei"]}


@pytest.mark.parametrize("slug", ["voorbij", "bestaat-niet"])
def test_centre_that_is_not_there_is_refused(import_file: ImportFile, slug: str) -> None:
    make_centre("Voorbij", active_until=2012)
    with pytest.raises(CommandError):
        import_file(xlsx_of([case_row()]), into=slug)
    assert not CasePage.objects.exists()


def test_what_was_not_read_is_told_beside_the_report(centre: CentrePage, tmp_path: Path) -> None:
    path = tmp_path / "praktijken.xlsx"
    path.write_bytes(xlsx_of([case_row()]))
    call_command("import_cases", str(path), centre=centre.slug, json=True, stdout=StringIO())
    out, err = StringIO(), StringIO()
    call_command("import_cases", str(path), centre=centre.slug, json=True, stdout=out, stderr=err)
    assert json.loads(out.getvalue())["skipped"] == 1
    assert "Rij 2: Er is niets veranderd" in err.getvalue()
