"""What the page of one import shows."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from knowledge.importing.enums import Fate, ImportState
from knowledge.importing.models import CaseImport
from knowledge.importing.selectors import fate_counts, lines_of

ROWS_A_PAGE = 100
# What a fate is called before it happened.
PLANNED = {
    Fate.CREATE: "Wordt nieuw",
    Fate.UPDATE: "Wordt bijgewerkt",
    Fate.SKIP: "Blijft zo",
    Fate.FAULT: "Fout",
}
BUSY = (ImportState.CHECKING, ImportState.RUNNING)


@dataclass(frozen=True)
class FateChoice:
    """One way to narrow the list, with how many rows it has."""

    value: str
    label: str
    number: int


def import_page(case_import: CaseImport, *, fate: str, page: str) -> dict[str, Any]:
    """Everything the template needs; an unknown `fate` or `page` gives all rows, and the nearest page."""
    counts = fate_counts(case_import)
    labels = dict(Fate.choices) if case_import.state == ImportState.DONE else PLANNED
    chosen = fate if fate in counts else ""
    looked_at = sum(counts.values())
    had = (
        case_import.lines.filter(done=True).count() if case_import.state == ImportState.RUNNING else looked_at
    )
    rows: Page = Paginator(lines_of(case_import, fate=chosen), ROWS_A_PAGE).get_page(page)
    for line in rows:
        line.told = labels[line.fate]
    choices = [FateChoice(value.value, labels[value], counts[value]) for value in Fate if value in counts]
    return {
        "item": case_import,
        "busy": case_import.state in BUSY,
        "waits": case_import.state == ImportState.CHECKED,
        "is_done": case_import.state == ImportState.DONE,
        "had": had,
        "choices": [FateChoice("", "Alle rijen", looked_at), *choices],
        "chosen": chosen,
        "rows": rows,
        "notes": case_import.table.get("notes", []),
        "wanted": counts.get(Fate.CREATE, 0) + counts.get(Fate.UPDATE, 0),
        "wrong": counts.get(Fate.FAULT, 0),
    }
