"""Made-up texts: words as often as Dutch policy texts use them, the same at every run."""

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.text.words import counts

Row = TypeVar("Row")
WORDS_PER_SENTENCE = 11


class Words:
    def __init__(self) -> None:
        self.pick = random.Random(1)
        used = sorted(counts().items())
        self.words = [word for word, _ in used]
        self.weights = list(accumulate(count for _, count in used))

    def phrase(self, length: int) -> str:
        return " ".join(self.pick.choices(self.words, cum_weights=self.weights, k=length)).capitalize()

    def text(self, length: int, about: Iterable[ProblemLabel] = ()) -> str:
        """So many words, in sentences; before them a sentence for each problem, so that it fits some questions."""
        lengths = [WORDS_PER_SENTENCE] * (length // WORDS_PER_SENTENCE)
        rest = length % WORDS_PER_SENTENCE
        phrases = [self.phrase(part) for part in ([*lengths, rest] if rest else lengths)]
        return " ".join(f"{sentence}." for sentence in (*(problem.label for problem in about), *phrases))

    def lines(self, count: int, length: int) -> str:
        return "\n".join(self.phrase(length) for _ in range(count))

    def some(self, rows: Sequence[Row], least: int) -> list[Row]:
        """So many different ones, or one more."""
        return self.pick.sample(rows, min(self.number(least), len(rows)))

    def number(self, least: int) -> int:
        return least + self.pick.randint(0, 1)
