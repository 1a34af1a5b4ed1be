"""Many rows: the exact report, and nothing the second time (bench: docs/import.md)."""

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.models import CasePage
from tests.factories.sheets import case_row, xlsx_of

pytestmark = pytest.mark.django_db
WRONG = {"doel": "", "status": "bijna klaar", "begonnen in": "ooit", "thema's": "sport"}


def file_with(rows: int, *, every: int) -> tuple[bytes, list[tuple[int, str]]]:
    """One in `every` rows has one fault; those are given by row and column."""
    made, faults = [], []
    for number in range(rows):
        row = case_row(f"Praktijk {number}", **{"bron-id": f"B{number:04}"}, wijken="Klarendal")
        row["status"] = "loopt"
        if number % every == 0:
            heading = list(WRONG)[(number // every) % len(WRONG)]
            row[heading] = WRONG[heading]
            faults.append((number + 2, heading))
        made.append(row)
    return xlsx_of(made), faults


@pytest.mark.parametrize(
    ("rows", "every"), [(40, 8), pytest.param(500, 25, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_all_but_the_faulty_rows_become_drafts_once(
    import_file: Callable[..., dict[str, Any]], rows: int, every: int
) -> None:
    content, faults = file_with(rows, every=every)
    wrong = rows // every
    told = import_file(content)
    assert (told["rows"], told["created"], told["updated"], told["skipped"]) == (rows, rows - wrong, 0, 0)
    assert [(error["row"], error["column"]) for error in told["errors"]] == faults
    drafts = CasePage.objects.filter(live=False)
    assert drafts.count() == rows - wrong
    assert all(page.workflow_in_progress for page in drafts.specific()[:5])
    again = import_file(content)
    assert (again["created"], again["updated"], again["skipped"]) == (0, 0, rows - wrong)
    assert again["errors"] == told["errors"]
    assert CasePage.objects.count() == rows - wrong
