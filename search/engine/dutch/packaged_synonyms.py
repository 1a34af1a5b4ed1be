"""The words that come with the platform. No Django. Semicolon-separated: kind, direction, term, alternatives."""

import csv
from functools import cache
from pathlib import Path

from search.engine.dutch.synonyms import Direction, SynonymEntry, SynonymKind, SynonymTable

WORDS = Path(__file__).parent / "data" / "synonyms.csv"


@cache
def packaged_entries() -> tuple[SynonymEntry, ...]:
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            SynonymEntry(
                row["woord"].strip(),
                tuple(part.strip() for part in row["ook"].split("|")),
                SynonymKind(row["soort"]),
                Direction(row["richting"]),
            )
            for row in csv.DictReader(lines, delimiter=";")
        )


@cache
def packaged_synonyms() -> SynonymTable:
    return SynonymTable(packaged_entries())
