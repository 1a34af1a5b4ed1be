"""What every kind of file is read into: headings, rows with the number that the sheet shows, and what was noticed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from krachtwijken.core.text import clean_text
from krachtwijken.core.text.letters import without_accents
from krachtwijken.core.text.numbers import thousands

# Headings stand in this row of the sheet.
HEADING_ROW = 1
# The sheet of the template that nobody fills in.
HELP_SHEET = "Uitleg"
# Larger files are divided by who sends them: a review of thousands of cases is no review.
MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 200
# A cell of a sheet holds no more (krachtwijken.core.exports).
MOST_IN_A_CELL = 32_767

TOO_MANY_ROWS = f"Dit bestand heeft meer dan {thousands(MOST_ROWS)} rijen. Verdeel het over meer bestanden."
TOO_MANY_COLUMNS = f"Dit bestand heeft meer dan {MOST_COLUMNS} kolommen. Gebruik het voorbeeldbestand."

IsHeading = Callable[[str], bool]


class FileRefusedError(ValueError):
    """The file cannot be read as a table; the text is for who sent it."""


@dataclass(frozen=True)
class SheetRow:
    """`cells` and `problems` by the place of the column, from 0. What has a problem has no cell."""

    number: int
    cells: dict[int, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """`day_zero` is the ordinal of the day that the sheet counts as 0; `notes` are Dutch sentences on what was not read.
    `heading_problems` by the place of the column: with one of those nothing can be read from the rows."""

    headings: list[str]
    rows: list[SheetRow]
    notes: list[str] = field(default_factory=list)
    heading_problems: dict[int, str] = field(default_factory=dict)
    day_zero: int = 693_594

    def as_json(self) -> dict[str, Any]:
        return {
            "headings": self.headings,
            "rows": [[row.number, _listed(row.cells), _listed(row.problems)] for row in self.rows],
            "notes": self.notes,
            "heading_problems": _listed(self.heading_problems),
            "day_zero": self.day_zero,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        return cls(
            headings=kept["headings"],
            rows=[SheetRow(number, dict(cells), dict(problems)) for number, cells, problems in kept["rows"]],
            notes=kept["notes"],
            heading_problems=dict(kept["heading_problems"]),
            day_zero=kept["day_zero"],
        )


def _listed(by_place: dict[int, str]) -> list[list[Any]]:
    """JSON has no keys that are numbers."""
    return [[place, text] for place, text in by_place.items()]


def plain_words(text: str) -> str:
    """As words are compared: without capitals, accents, signs, and spaces that one does not see."""
    plain = without_accents(clean_text(text, max_length=MOST_IN_A_CELL)).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def column_letters(place: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
