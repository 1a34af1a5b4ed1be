"""The table of columns in docs/import.md is what the code reads."""

import re
from pathlib import Path

from knowledge.importing.columns import COLUMNS, CaseColumn, allowed_values

PAGE = Path(__file__).resolve().parents[3] / "docs" / "import.md"


def table_line(column: CaseColumn) -> str:
    required = "experiment" if column.experiment_only else "yes"
    values = "; ".join(allowed_values(column)) or column.help
    return f"| {column.heading} | `{column.field}` | {required if column.required else ''} | {values} |"


def test_every_column_stands_in_the_docs_as_it_is_read() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## Columns")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| .+ \|$", table, re.MULTILINE)[2:]
    assert lines == [table_line(column) for column in COLUMNS]
