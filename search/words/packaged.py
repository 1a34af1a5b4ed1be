"""The words that come with the platform. No Django. Semicolon-separated: kind, direction, term, alternatives."""

import csv
from functools import cache
from pathlib import Path

from search.words.table import Direction, Entry, EntryKind, WordTable

WORDS = Path(__file__).parent / "data" / "woorden.csv"


@cache
def packaged_entries() -> tuple[Entry, ...]:
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Entry(
                row["woord"].strip(),
                tuple(part.strip() for part in row["ook"].split("|")),
                EntryKind(row["soort"]),
                Direction(row["richting"]),
            )
            for row in csv.DictReader(lines, delimiter=";")
        )


@cache
def packaged_table() -> WordTable:
    return WordTable(packaged_entries())
