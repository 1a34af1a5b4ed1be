"""Whether two profiles tell the same of themselves. A guess for a person to decide on, never a decision. No Django."""

import re
from dataclasses import dataclass

from krachtwijken.core.text.letters import without_accents

WORD = re.compile(r"[a-z0-9]+")
# Of all words in either summary, how many stand in both: a changed word or two in a sentence stays above it.
ENOUGH = 0.7


@dataclass(frozen=True)
class Telling:
    """A function and the words of a summary, as they are compared."""

    function: str
    words: frozenset[str]

    def is_like(self, other: "Telling") -> bool:
        """The same function, and nearly the same summary. A function alone is shared by many."""
        if not self.function or self.function != other.function or not self.words or not other.words:
            return False
        return len(self.words & other.words) >= ENOUGH * len(self.words | other.words)


def telling_of(title: str, summary: str) -> Telling:
    return Telling(" ".join(_words(title)), frozenset(_words(summary)))


def _words(text: str) -> list[str]:
    """Without capitals, accents and punctuation."""
    return WORD.findall(without_accents(text).lower())
