"""Sentences as numbers for the classifier: stems and pieces of letters, weighed by how scarce they are. No Django.

The same code serves training and use: what a model learned from is what it gets.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from search.engine.dutch.analysis import tokens, words

SHORTEST_PIECE, LONGEST_PIECE = 3, 5
Analyse = Callable[[str], Iterable[str]]


def letter_pieces(word: str) -> Iterator[str]:
    """Pieces of three to five letters, a space at both ends of the word."""
    padded = f" {word} "
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(max(1, len(padded) - length + 1)):
            yield padded[start : start + length]


# What one word gives: a text is its words, so what a word gives is worked out once.
ANALYSERS: dict[str, Analyse] = {"stems": tokens, "letters": letter_pieces}
# Words whose terms a process keeps, some 300 bytes each.
MOST_WORDS = 100_000


@dataclass(frozen=True)
class TermTable:
    """The terms of one analyser with their inverse document frequency, in the order of the columns."""

    analyser: str
    terms: Sequence[str]
    scarcity: NDArray[np.float32]

    @classmethod
    def of(cls, texts: Sequence[str], analyser: str, *, least: int, most: int | None = None) -> "TermTable":
        """Terms of at least `least` texts; of more than `most` terms the commonest."""
        analyse = ANALYSERS[analyser]
        counts = Counter(
            term for text in texts for term in {term for word in words(text) for term in analyse(word)}
        )
        common = sorted(
            (term for term, count in counts.items() if count >= least), key=lambda t: (-counts[t], t)
        )
        terms = sorted(common[:most])
        scarcity = [math.log((1 + len(texts)) / (1 + counts[term])) + 1 for term in terms]
        return cls(analyser, terms, np.array(scarcity, dtype=np.float32))

    @cached_property
    def places(self) -> dict[str, int]:
        return {term: place for place, term in enumerate(self.terms)}

    def vectors(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(len(texts), len(terms)): (1 + log tf) x idf, each row of length 1; a row without known terms is 0."""
        indices: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            counts = Counter(place for word in words(text) for place in self._places_of(word))
            row = {
                place: (1 + math.log(count)) * float(self.scarcity[place]) for place, count in counts.items()
            }
            length = math.sqrt(sum(value * value for value in row.values())) or 1.0
            indices.extend(row)
            values.extend(value / length for value in row.values())
            ends.append(len(indices))
        shape = (len(texts), len(self.terms))
        return sparse.csr_matrix((values, indices, ends), shape=shape, dtype=np.float32)

    @cached_property
    def _known_words(self) -> dict[str, tuple[int, ...]]:
        return {}

    def _places_of(self, word: str) -> tuple[int, ...]:
        known = self._known_words.get(word)
        if known is None:
            terms = ANALYSERS[self.analyser](word)
            known = tuple(place for term in terms if (place := self.places.get(term)) is not None)
            if len(self._known_words) < MOST_WORDS:
                self._known_words[word] = known
        return known
