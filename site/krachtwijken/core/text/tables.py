"""Rows of tables that lost their lines. No Django."""

import itertools
import re
from collections.abc import Sequence

from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.markers import marker
from krachtwijken.core.text.units import UnitKind

_GAP = re.compile(r"\t[ \t]*| {3,}")
_NUMBERING = re.compile(r"\d{1,3}(?:[.)]\d*)*")


def mark_tables(lines: Sequence[Line]) -> None:
    """Sets the kind of lines in columns, with another such line beside them where one could be chance."""
    columns = [_columns(line) for line in lines]
    for index, line in enumerate(lines):
        if columns[index] < 2:
            continue
        beside = [columns[at] for at in (index - 1, index + 1) if 0 <= at < len(lines)]
        if "\t" in line.text or line.text.startswith("|"):
            is_row = columns[index] > 2 or max(beside, default=0) > 1
        else:
            is_row = columns[index] > 2 and columns[index] in beside
        if is_row:
            line.kind = UnitKind.TABLE_ROW


def _columns(line: Line) -> int:
    if not line.is_prose or not ("\t" in line.text or "   " in line.text or line.text.startswith("|")):
        return 0
    in_row = cells(line.text)
    # The space behind a bullet or the number of a heading makes no table.
    numbered = bool(in_row) and (marker(line.text) or _NUMBERING.fullmatch(line.text[slice(*in_row[0])]))
    return len(in_row) - 1 if numbered and len(in_row) < 4 else len(in_row)


def cells(text: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a row; one when it is no row. Columns stand apart by tabs, three spaces or |."""
    if text.startswith("|") and text.endswith("|") and text.count("|") > 2:
        edges = [match.start() for match in re.finditer(r"\|", text)]
        bounds = [(start + 1, end) for start, end in itertools.pairwise(edges)]
    else:
        gaps = [match.span() for match in _GAP.finditer(text)]
        starts = [0, *(end for _, end in gaps)]
        bounds = list(zip(starts, [*(start for start, _ in gaps), len(text)], strict=True))
    spans = []
    for start, end in bounds:
        cell = text[start:end]
        if cell.strip():
            spans.append((start + len(cell) - len(cell.lstrip()), start + len(cell.rstrip())))
    return spans
