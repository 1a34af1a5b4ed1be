"""What a text is read into."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import groupby


class UnitKind(StrEnum):
    SENTENCE = "sentence"
    BULLET = "bullet"
    HEADING = "heading"
    TABLE_ROW = "table_row"
    GREETING = "greeting"
    SIGNATURE = "signature"
    MAIL_HEADER = "mail_header"
    PAGE_NUMBER = "page_number"
    RUNNING_HEADER = "running_header"
    CONTENTS = "contents"
    FOOTNOTE = "footnote"


# What the writer wants to say; all other kinds are the paper it stands on.
PROSE = frozenset({UnitKind.SENTENCE, UnitKind.BULLET, UnitKind.HEADING, UnitKind.TABLE_ROW})
# One to a line in the clean text; between all others there is a blank line.
LISTED = frozenset({UnitKind.BULLET, UnitKind.TABLE_ROW})
BULLET_MARK = "- "


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` is for matching: without bullet, quote marks or cut words; the cells of a table row stand between tabs.

    `spans` are the places in the original that `text` was made of, in order, end exclusive. There are several where
    something was left out in between: a hyphen at a line end, the "> " of a quoted line, a page number.
    `paragraph` counts from 0 and is shared by the sentences of one paragraph. `quoted` is the number of ">".
    """

    kind: UnitKind
    text: str
    spans: tuple[tuple[int, int], ...]
    paragraph: int
    quoted: int = 0

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True)
class Text:
    """`units` in the order of the original; every word of the original is in one of them, dividing lines are not.

    `statements` are what a recogniser reads one by one: sentences, headings, table rows, and bullets cut into their
    sentences where they have more than one.
    """

    original: str
    units: tuple[Unit, ...]
    statements: tuple[Unit, ...]

    @cached_property
    def sentences(self) -> list[str]:
        """The texts of the statements, without the headings."""
        return [unit.text for unit in self.statements if unit.kind is not UnitKind.HEADING]

    @cached_property
    def clean(self) -> str:
        """The prose: a paragraph to a line with a blank line between, bullets as "- ". Reading it again gives the same."""
        prose = [unit for unit in self.units if unit.kind in PROSE]
        written: list[str] = []
        last: UnitKind | None = None
        for (_, kind), group in groupby(prose, key=lambda unit: (unit.paragraph, unit.kind)):
            mark = BULLET_MARK if kind is UnitKind.BULLET else ""
            between = "\n" if kind is last and kind in LISTED else "\n\n"
            written.append(f"{between if written else ''}{mark}{' '.join(unit.text for unit in group)}")
            last = kind
        return "".join(written)

    def typed(self, unit: Unit) -> str:
        """What the reader sees in the original from the first to the last character of this unit."""
        return self.original[unit.start : unit.end]
