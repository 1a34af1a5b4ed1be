"""The usual word nearest to an unknown one. No Django."""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from krachtwijken.core.text.letters import composed_text
from search.engine.dutch import compounds
from search.engine.dutch.analysis import STOP, TOKEN
from search.engine.dutch.places import words_of_places
from search.engine.dutch.synonyms import typed_words
from search.types import Document

LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST, LONGEST_WORD = 4, 40
# From this length two mistakes are forgiven, below it one.
TWO_MISTAKES = 8
MOST_WORDS = 12
# So many near words are tried for a typed one, and so many typed words get one: each asks the database.
CANDIDATES = 3
MOST_CORRECTED = 3


def plain(word: str) -> str:
    typed = typed_words(word)
    return typed[0].plain if len(typed) == 1 else word.casefold()


@dataclass
class Vocabulary:
    """Words, as most texts write them, and in how many documents each occurs."""

    counts: Mapping[str, int]
    by_plain: dict[str, str] = field(init=False)
    plains: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.by_plain = {}
        for word, count in sorted(self.counts.items(), key=lambda item: (item[1], item[0])):
            if count:
                self.by_plain[plain(word)] = word
        self.plains = list(self.by_plain)

    def near(self, word: str) -> list[str]:
        """Words within one or two mistakes: the nearest first, of those the most used."""
        mistakes = 2 if len(word) >= TWO_MISTAKES else 1
        rows = process.extract(
            word, self.plains, scorer=OSA.distance, score_cutoff=mistakes, limit=None, processor=None
        )
        fits = [
            (row[1], -self.counts[self.by_plain[row[0]]], row[0]) for row in rows if len(row[0]) >= SHORTEST
        ]
        return [self.by_plain[name] for _, _, name in sorted(fits)[:CANDIDATES]]

    def to_bytes(self) -> bytes:
        lines = "\n".join(f"{word}\t{count}" for word, count in sorted(self.counts.items()))
        return gzip.compress(lines.encode(), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Vocabulary":
        lines = gzip.decompress(data).decode().split("\n")
        return cls({word: int(count) for word, _, count in (line.partition("\t") for line in lines) if word})


class VocabularyCounter:
    """Counts the words of the documents that everybody may read, while they pass by."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def count(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            if "public" in document.audience:
                self.counts.update(words_of(document))
            yield document

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.counts)


def letters_of(text: str) -> list[str]:
    """Words of letters only, in small letters, as they look."""
    return LETTERS.findall(composed_text(text).casefold())


def words_of(document: Document) -> set[str]:
    text = " ".join([document.title, *(part for section in document.sections for part in section)])
    found = letters_of(text)
    return {word for word in found if SHORTEST <= len(word) <= LONGEST_WORD}


def correct(text: str, vocabulary: Vocabulary, may_be: Callable[[str, str], bool]) -> str:
    """`text` with a near word for each that is unknown; empty when there is nothing to correct.

    `may_be(typed, other)` has the last word: whether the typed word is unknown indeed and the other may be named.
    """
    places = list(TOKEN.finditer(text))
    if not vocabulary.counts or len(places) > MOST_WORDS:
        return ""
    doubtful = [(place, plain(place.group())) for place in places]
    near = [(place, name, _near(name, vocabulary)) for place, name in doubtful]
    pieces, start = [], 0
    for place, name, others in [row for row in near if row[2]][:MOST_CORRECTED]:
        other = next((other for other in others if may_be(name, other)), "")
        if other:
            pieces += [text[start : place.start()], other]
            start = place.end()
    return "".join([*pieces, text[start:]]) if pieces else ""


def _near(name: str, vocabulary: Vocabulary) -> list[str]:
    return [] if name in vocabulary.by_plain or not _is_odd(name) else vocabulary.near(name)


def _is_odd(name: str) -> bool:
    """Not a correct Dutch word, nor made of those: only what may be a mistake is questioned."""
    usual = name in STOP or name in compounds.vocabulary() or bool(compounds.split(name))
    usual = usual or name in words_of_places()
    return SHORTEST <= len(name) <= LONGEST_WORD and name.isalpha() and not usual
