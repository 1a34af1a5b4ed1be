"""The packaged list of Dutch words, and how often policy texts use them. No Django; see data/SOURCE.md."""

import gzip
from functools import cache
from pathlib import Path

from krachtwijken.core.text.letters import without_accents

DATA = Path(__file__).parent / "data"
# In a compound each part has at least so many letters: shorter ones are mostly chance.
MIN_PART = 4


@cache
def vocabulary() -> frozenset[str]:
    """345,000 lower-case words of 3 to 22 letters, without accents. Read at the first call: 0.2 s, 30 MB."""
    return frozenset(without_accents(_lines("dutch.txt.gz")).split("\n"))


@cache
def counts() -> dict[str, int]:
    """In how many Dutch policy texts a word occurs, of those that occur in two or more."""
    return {
        word: int(count) for word, count in (line.split(" ") for line in _lines("counts.txt.gz").split("\n"))
    }


def is_word(word: str) -> bool:
    """Whether the list has it, in any case and with any accents."""
    return without_accents(word.casefold()) in vocabulary()


def is_compound(word: str, *, but_not_at: int) -> bool:
    """Whether it is two words of the list, with or without a linking s, that meet elsewhere than at this place."""
    plain = without_accents(word.casefold())
    known = vocabulary()
    for end in range(MIN_PART, len(plain) - MIN_PART + 1):
        head, tail = plain[:end], plain[end:]
        if (
            end != but_not_at
            and tail in known
            and (head in known or (head[-1] == "s" and head[:-1] in known))
        ):
            return True
    return False


def _lines(name: str) -> str:
    return gzip.decompress((DATA / name).read_bytes()).decode()
