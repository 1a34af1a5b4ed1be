"""What a compound in a question asks for besides itself. No Django.

All its parts together say nearly the same. By itself the last part says what it is a kind of ("mishandeling"), and what stands
before it only of which kind: whoever asks for "kindermishandeling" is not helped by all that is about children.
"""

from collections.abc import Iterable

from search.engine.dutch.analysis import STOP, stem
from search.engine.dutch.compounds import split
from search.engine.dutch.synonyms import Expansion

# Beside 1 for the word as typed. Measured: docs/search.md.
TOGETHER, LAST, BEFORE = 0.7, 0.4, 0.2


def whole_stems(words: Iterable[str]) -> list[str]:
    """Of every word that says something, once."""
    return list(dict.fromkeys(stem(word) for word in words if word not in STOP))


def parts_asked(words: Iterable[str]) -> list[Expansion]:
    """Of every compound among the words, each once."""
    weights: dict[tuple[str, ...], float] = {}
    for word in words:
        parts = tuple(dict.fromkeys(stem(part) for part in split(word))) if word not in STOP else ()
        for place, part in enumerate(parts):
            own = LAST if place == len(parts) - 1 else BEFORE
            weights[(part,)] = max(own, weights.get((part,), 0.0))
        if len(parts) > 1:
            weights[parts] = TOGETHER
    return [Expansion(stems, weight) for stems, weight in weights.items()]
