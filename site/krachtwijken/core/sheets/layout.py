"""Which column of a sheet stands where, and what is wrong with its headings, for every list that people bring in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from krachtwijken.core.sheets.table import HEADING_ROW, SheetRow, Table, column_letters

UNKNOWN_HEADING = "Deze kop kennen wij niet. Gebruik de koppen van het voorbeeldbestand."
NO_HEADINGS = "In rij 1 staan geen koppen. Zet daar de koppen van het voorbeeldbestand."
TWICE = "Deze kop staat er twee keer."
NO_HEADING = "In deze kolom staan gegevens, maar er staat geen kop boven."
MISSING_COLUMN = "Deze kolom ontbreekt en is verplicht."


class Column(Protocol):
    """What a list knows: `field` is its name in the code, `heading` what stands above it in the example."""

    @property
    def field(self) -> str: ...
    @property
    def heading(self) -> str: ...


@dataclass(frozen=True)
class Fault:
    """`row` as in the sheet, `column` the heading there. `excerpt` quotes personal data: shown once, never kept."""

    row: int
    column: str
    message: str
    excerpt: str = ""

    @property
    def told(self) -> str:
        return f"{self.message} Het gaat om: {self.excerpt}" if self.excerpt else self.message


class Layout:
    """`places` says by field in which column it stands; with one of `faults` nothing can be read from the rows."""

    def __init__(
        self, table: Table, *, find: Callable[[str], Column | None], required: Iterable[Column]
    ) -> None:
        self.table = table
        self.places: dict[str, int] = {}
        self.faults = list(self._faults(find, required))

    def _faults(self, find: Callable[[str], Column | None], required: Iterable[Column]) -> Iterator[Fault]:
        if not any(heading.strip() for heading in self.table.headings):
            yield Fault(HEADING_ROW, "", NO_HEADINGS)
            return
        filled = {place for row in self.table.rows for place in (*row.cells, *row.problems)}
        for place, heading in enumerate(self.table.headings):
            if not heading.strip() and place not in filled:
                continue
            if (problem := self._problem(place, heading, find(heading))) is not None:
                yield Fault(HEADING_ROW, self.heading_at(place), problem)
        for column in required:
            if column.field not in self.places:
                yield Fault(HEADING_ROW, column.heading, MISSING_COLUMN)

    def _problem(self, place: int, heading: str, column: Column | None) -> str | None:
        if column is None:
            return UNKNOWN_HEADING if heading.strip() else NO_HEADING
        if column.field in self.places:
            return TWICE
        self.places[column.field] = place
        return self.table.heading_problems.get(place)

    def heading_at(self, place: int) -> str:
        heading = self.table.headings[place] if place < len(self.table.headings) else ""
        return " ".join(heading.split()) or f"kolom {column_letters(place)}"

    def cell(self, row: SheetRow, name: str) -> str:
        place = self.places.get(name)
        return row.cells.get(place, "") if place is not None else ""
