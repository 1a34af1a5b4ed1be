"""Find names by the beginning of their words, by what is inside them, or nearly. No Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engine.dutch.analysis import words
from search.engine.dutch.places import official_words

SHORTEST, MOST_ASKED = 2, 8
# How well a typed word fits a word of a name.
FIRST, BEGINS, INSIDE, NEARLY = 4.0, 3.0, 2.0, 1.0
SHORTEST_INSIDE = 3
SHORTEST_NEARLY, TWO_MISTAKES = 4, 8
# With fewer names than this, words with a mistake are tried too.
ENOUGH = 5


@dataclass(frozen=True)
class Name:
    """`ref` is the key of what is findable, or empty; `url` is where another name leads: to the answer on `query`, or to the
    cases of `theme`. Of an `audience` the viewer needs one word; without one everybody may be shown it."""

    group: str
    text: str
    ref: str = ""
    url: str = ""
    query: str = ""
    theme: str = ""
    audience: frozenset[str] = frozenset()


class SuggestIndex:
    def __init__(self, names: Iterable[Name] = ()) -> None:
        self.names = list(names)
        self.places: dict[str, list[int]] = {}
        self.firsts: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            own = words(name.text)
            of_name = list(dict.fromkeys([*own, *official_words(tuple(own))]))
            for word in of_name:
                self.places.setdefault(word, []).append(place)
            if of_name:
                self.firsts.setdefault(of_name[0], []).append(place)
        self.by_letter: dict[str, list[str]] = {}
        for word in self.places:
            self.by_letter.setdefault(word[0], []).append(word)

    def find(self, query: str, limit: int, *, terms: frozenset[str] = frozenset()) -> list[Name]:
        """Names that fit every typed word, the best first; the shorter of equals. Names of others than who has these `terms` take
        no place."""
        asked = words(query[:200])[:MOST_ASKED]
        if not asked or max(map(len, asked)) < SHORTEST:
            return []
        total = self._together([self._exactly(word) for word in asked])
        if len(total) < ENOUGH:
            total = self._together([self._roughly(word) for word in asked]) | total
        shown = [place for place in total if self._is_for(place, terms)]
        ordered = sorted(shown, key=lambda place: (-total[place], len(self.names[place].text), place))
        return [self.names[place] for place in ordered[:limit]]

    def _is_for(self, place: int, terms: frozenset[str]) -> bool:
        audience = self.names[place].audience
        return not audience or not audience.isdisjoint(terms)

    def _together(self, scores: Sequence[dict[int, float]]) -> dict[int, float]:
        fewest = min(scores, key=len)
        return {place: sum(s[place] for s in scores) for place in fewest if all(place in s for s in scores)}

    def _exactly(self, asked: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        if len(asked) >= SHORTEST_INSIDE:
            self._note(scores, [word for word in self.places if asked in word], INSIDE)
        begins = [word for word in self.by_letter.get(asked[0], ()) if word.startswith(asked)]
        self._note(scores, begins, BEGINS)
        for word in begins:
            for place in self.firsts.get(word, ()):
                scores[place] = FIRST
        return scores

    def _roughly(self, asked: str) -> dict[int, float]:
        """Words with the same first letter of which the beginning is one or two mistakes away, and the exact ones."""
        scores: dict[int, float] = {}
        # A number is never another number.
        if len(asked) >= SHORTEST_NEARLY and asked.isalpha():
            pool = [word for word in self.by_letter.get(asked[0], []) if word.isalpha()]
            near = process.extract(
                asked,
                [word[: len(asked)] for word in pool],
                scorer=OSA.distance,
                processor=None,
                score_cutoff=2 if len(asked) >= TWO_MISTAKES else 1,
                limit=None,
            )
            self._note(scores, [pool[row[2]] for row in near], NEARLY)
        return scores | self._exactly(asked)

    def _note(self, scores: dict[int, float], matched: Iterable[str], score: float) -> None:
        for word in matched:
            for place in self.places[word]:
                scores[place] = score
