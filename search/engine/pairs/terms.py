"""The words of a text as a sparse row, weighed by how scarce they are in policy texts. No Django.

Compound-aware stems by (1 + log tf) x idf, rows of length 1. The counts come from packaged texts, so that a score does
not change with what else is in the index; a batch in another language brings its own.
"""

import gzip
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search.engine.dutch.analysis import tokens

COUNTS = Path(__file__).parent / "data" / "stem_counts.txt.gz"
TermRow = Mapping[str, float]


@dataclass(frozen=True)
class TermScarcity:
    """In how many of `total` texts each stem stands; one that is not there is as scarce as can be."""

    counts: Mapping[str, int]
    total: int

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "TermScarcity":
        counter: Counter[str] = Counter()
        total = 0
        for stems in texts:
            counter.update(set(stems))
            total += 1
        return cls(counter, total)

    def weigh(self, stem: str) -> float:
        return math.log((1 + self.total) / (1 + self.counts.get(stem, 0))) + 1

    def row(self, stems: Iterable[str]) -> dict[str, float]:
        """Of length 1; empty for a text without a word that means something."""
        weights = {stem: (1 + math.log(count)) * self.weigh(stem) for stem, count in Counter(stems).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {stem: weight / length for stem, weight in weights.items()} if length else {}


class TermIndex:
    """Rows of many texts by their words, so that one more is compared with all of them at once."""

    def __init__(self, rows: Sequence[TermRow]) -> None:
        self.count = len(rows)
        self.columns: dict[str, int] = {}
        places = [self.columns.setdefault(stem, len(self.columns)) for row in rows for stem in row]
        values = [weight for row in rows for weight in row.values()]
        ends = np.cumsum([0, *(len(row) for row in rows)])
        shape = (self.count, len(self.columns))
        self.table = sparse.csr_matrix((values, places, ends), shape=shape, dtype=np.float32)

    def likenesses(self, one: TermRow) -> NDArray[np.float32]:
        """Cosine of each with this one (count,), 0 to 1."""
        weights = np.zeros(len(self.columns), dtype=np.float32)
        for stem, weight in one.items():
            if stem in self.columns:
                weights[self.columns[stem]] = weight
        return np.asarray(self.table @ weights, dtype=np.float32)


def stems_of(text: str) -> list[str]:
    return tokens(text)


@cache
def packaged_scarcity() -> TermScarcity:
    """Of 7,258 Dutch policy texts; where they come from: data/SOURCE.md. Stems of one text only are left out."""
    with gzip.open(COUNTS, "rt", encoding="utf-8") as lines:
        total = int(next(lines))
        pairs = (line.split() for line in lines)
        return TermScarcity({stem: int(count) for stem, count in pairs}, total)
