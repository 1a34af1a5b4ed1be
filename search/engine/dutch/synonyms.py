"""From typed words to words that mean the same. No Django: the table is given.

A rule has two sides of one or more words. What is typed is compared by stem, an abbreviation letter by letter. Of the
other side a passage must have every word; what was typed itself always counts most.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from search.engine.dutch.analysis import STOP, TOKEN, readable, stem

# What a word of the table adds, beside 1 for a typed word. Measured: docs/search.md.
WEIGHT = 0.4
# Two typed words written as one ("wijk agent"), when a passage has that.
JOINED_WEIGHT = 0.7
MIN_JOINED, MAX_JOINED = 3, 40
LINKS = ("", "s")
MOST = 40
LONGEST_SIDE = 8


class SynonymKind(StrEnum):
    ABBREVIATION = "afkorting"
    SYNONYM = "synoniem"


class Direction(StrEnum):
    BOTH = "beide"
    ONE_WAY = "heen"


@dataclass(frozen=True)
class SynonymEntry:
    term: str
    alternatives: tuple[str, ...]
    kind: SynonymKind = SynonymKind.SYNONYM
    direction: Direction = Direction.BOTH


@dataclass(frozen=True)
class Expansion:
    """Stems that a passage must have all of, and what they count then."""

    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class TypedWord:
    """`raw` as typed but without accents; `plain` in small letters."""

    raw: str
    plain: str

    @property
    def stem(self) -> str:
        return stem(self.plain)


def typed_words(text: str) -> list[TypedWord]:
    return [TypedWord(raw, raw.casefold()) for raw in TOKEN.findall(readable(text))]


class SynonymTable:
    def __init__(self, entries: Iterable[SynonymEntry] = ()) -> None:
        self.by_stems: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        # Abbreviations by their letters; one that is also an everyday word (OM) by its capitals.
        self.by_letters: dict[str, list[tuple[str, ...]]] = {}
        self.terms: list[str] = []
        for entry in entries:
            self.terms.append(entry.term)
            self._add(entry)

    def _add(self, entry: SynonymEntry) -> None:
        term, others = entry.term, list(entry.alternatives)
        for other in others:
            self._rule(term, other, short=entry.kind is SynonymKind.ABBREVIATION)
            if entry.direction is Direction.BOTH:
                self._rule(other, term, short=False)
        # Synonyms are one group; what an abbreviation stands for does not lead to its other meanings.
        if entry.kind is SynonymKind.SYNONYM and entry.direction is Direction.BOTH:
            for one in others:
                for other in others:
                    if one != other:
                        self._rule(one, other, short=False)

    def _rule(self, when: str, then: str, *, short: bool) -> None:
        asked, stems = typed_words(when), _needed(then)
        if not asked or not stems or len(asked) > LONGEST_SIDE:
            return
        if short and len(asked) == 1:
            letters = asked[0].raw if asked[0].plain in STOP else asked[0].plain
            self.by_letters.setdefault(letters, []).append(stems)
        else:
            self.by_stems.setdefault(tuple(word.stem for word in asked), []).append(stems)

    def alternatives(self, words: Sequence[TypedWord]) -> list[Expansion]:
        """What else the typed words may be called, each once, without what was typed already."""
        stems = [word.stem for word in words]
        weights: dict[tuple[str, ...], float] = {}
        for start, word in enumerate(words):
            rules = self.by_letters.get(word.plain, []) + self.by_letters.get(word.raw, [])
            for end in range(start + 1, min(start + LONGEST_SIDE, len(words)) + 1):
                rules = rules + self.by_stems.get(tuple(stems[start:end]), [])
            for other in rules:
                weights.setdefault(other, WEIGHT / len(other))
        said = set(stems)
        return [Expansion(other, weight) for other, weight in weights.items() if not said.issuperset(other)]


def joined_neighbours(words: Sequence[TypedWord]) -> list[Expansion]:
    """Neighbours written as one word. Whether that is a word, the index knows: what no passage has, adds nothing."""
    weights: dict[str, float] = {}
    for one, other in itertools.pairwise(words):
        if one.plain in STOP or other.plain in STOP or min(len(one.plain), len(other.plain)) < MIN_JOINED:
            continue
        if len(one.plain) + len(other.plain) <= MAX_JOINED and f"{one.plain}{other.plain}".isalpha():
            weights.update({stem(f"{one.plain}{link}{other.plain}"): JOINED_WEIGHT for link in LINKS})
    return [Expansion((whole,), weight) for whole, weight in weights.items()]


def expansions_of(words: Sequence[TypedWord], table: SynonymTable) -> list[Expansion]:
    """Everything that is looked for beside the typed words, each once."""
    return heaviest_of([*table.alternatives(words)[:MOST], *joined_neighbours(words)[:MOST]])


def heaviest_of(expansions: Iterable[Expansion]) -> list[Expansion]:
    """Each once, with the most that it counts."""
    heaviest: dict[tuple[str, ...], Expansion] = {}
    for other in expansions:
        if other.stems not in heaviest or heaviest[other.stems].weight < other.weight:
            heaviest[other.stems] = other
    return list(heaviest.values())


def _needed(side: str) -> tuple[str, ...]:
    """The stems that a passage must have of this side: of every word that says something."""
    return tuple(dict.fromkeys(word.stem for word in typed_words(side) if word.plain not in STOP))


NO_SYNONYMS = SynonymTable()
