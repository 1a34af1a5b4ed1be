"""Why a passage answers a question: which words matched which, and by what. No Django.

Words of both sides are compared by letters first (the same word, the same stem, a part of a compound, a typing
error); what is left by meaning: the alignment of late interaction, pieces joined to words.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from krachtwijken.core.text import split_sentences
from krachtwijken.core.text.words import vocabulary
from search.engine.dutch.analysis import STOP, stem, words
from search.engine.dutch.compounds import USUAL, split
from search.engine.embeddings import Vectors
from search.engine.text_vectors import SCALE, PieceWeights, TextVectors
from search.model.pieces import SPACE
from search.types import Explanation, Means, WordMatch

# A word means another when the vectors of its pieces are this near, and this much nearer than to the text at large.
# Measured on the model: function words reach .82 with a lift of .05, real pairs .81 to .92 with a lift of .09.
NEAR, LIFT = 0.8, 0.085
MOST_WORDS = 12
MOST_FOUND = 4
# Shorter words are other words rather than typing errors.
TYPO_LETTERS, TYPO_TWICE = 5, 9

# A shorter part that two words share is chance, or says what half of all words say (wijk, stad).
TELLING_LETTERS = 5

Spell = Callable[[Sequence[int]], list[str]]
# Queries come in English as well: these say nothing there.
ENGLISH = frozenset(
    "a an and are at by do for from how in is it my of on or our the their this to we what with".split()
)
SURE = {Means.LETTER: 1.0, Means.STEM: 1.0, Means.COMPOUND: 0.8, Means.TYPO: 0.8, Means.MEANING: 0.6}


@dataclass(frozen=True)
class EncodedPieces:
    """The pieces of one text as strings, their weights and vectors; `places` of those that have a vector."""

    strings: Sequence[str]
    places: Sequence[int]
    vectors: Vectors
    weights: Vectors


@dataclass(frozen=True)
class Word:
    """A token of the text, the word in it, its parts in lower case, and its place among the tokens."""

    token: str
    shown: str
    parts: tuple[str, ...]
    place: int


def pieces_of_query(
    numbers: NDArray[np.int32], vectors: Vectors, weights: PieceWeights, spell: Spell
) -> EncodedPieces:
    strings = spell(numbers.tolist())
    return EncodedPieces(strings, range(len(strings)), vectors, weights.weigh(numbers))


def pieces_of_passage(kept: TextVectors, weights: PieceWeights, spell: Spell) -> EncodedPieces:
    strings = spell(kept.pieces.tolist())
    vectors = kept.vectors.astype(np.float32) / np.float32(SCALE)
    return EncodedPieces(strings, kept.kept.tolist(), vectors, weights.weigh(kept.pieces[kept.kept]))


def explain(
    question: str,
    passage: str,
    *,
    before: str = "",
    facts: Sequence[str] = (),
    asked: EncodedPieces | None = None,
    given: EncodedPieces | None = None,
) -> Explanation:
    """`before` is what goes before the passage in what was embedded: title and heading; its words count too. `facts`
    are what is known of the document besides its text: they answer what the text does not."""
    own = _words(question)
    shown = _words(f"{before} {passage}")
    text, known = _Text(shown), _words(". ".join(facts))
    beside = _Text(known)
    alike = _likeness(question, shown, asked, given)
    matches, missing, scores = [], [], np.zeros(len(shown), dtype=np.float32)
    for word in _distinct(own)[:MOST_WORDS]:
        means, places = text.find(word)
        if means is None and (fact := beside.find(word)[1]):
            named = tuple(dict.fromkeys(known[place].shown.casefold() for place in fact))
            matches.append(WordMatch(word.shown, named[:MOST_FOUND], Means.FACT))
            continue
        if means is None and alike is not None and alike[word.place].max() >= NEAR:
            means, places = Means.MEANING, [int(alike[word.place].argmax())]
        if means is None:
            missing.append(word.shown)
            continue
        scores[places] = np.maximum(scores[places], SURE[means])
        answering = tuple(dict.fromkeys(shown[place].shown.casefold() for place in places))
        matches.append(WordMatch(word.shown, answering[:MOST_FOUND], means))
    return Explanation(_best_sentence(passage, before, scores), tuple(matches), tuple(missing))


def _words(text: str) -> list[Word]:
    """Words between spaces, in the order in which the pieces of the model have them."""
    in_order = []
    for place, token in enumerate(_tokens(text)):
        parts = tuple(words(token))
        in_order.append(Word(token, token.strip("\"'.,;:!?()[]{}<>«»„“”‘’…-"), parts, place))
    return in_order


def _distinct(asked: Sequence[Word]) -> list[Word]:
    """Each word that means something once."""
    telling = {
        word.parts: word
        for word in asked
        if any(part not in STOP and part not in ENGLISH for part in word.parts)
    }
    return list(telling.values())


class _Text:
    """The words of one text, to be looked up by letters, by stem and by the stems of parts."""

    def __init__(self, shown: Sequence[Word]) -> None:
        self.by: dict[Means, dict[str, list[int]]] = {
            means: {} for means in (Means.LETTER, Means.STEM, Means.COMPOUND)
        }
        for word in shown:
            for part in word.parts:
                if part not in STOP:
                    for means, keys in _keys(part).items():
                        for key in keys:
                            self.by[means].setdefault(key, []).append(word.place)

    def _by_parts(self, word: str) -> set[int]:
        """Where the word is a part of a longer one, and where a part of it that tells something stands: "schilderswijk" is no
        "korrewegwijk" and "hangjongeren" no "samenhang", but "wijkagent" comes near to "straatagent"."""
        whole = set(self.by[Means.COMPOUND].get(stem(word), ()))
        telling = [part for part in split(word) if len(part) >= TELLING_LETTERS]
        by_stem = [part for part in split(word) if part in USUAL]
        return whole.union(
            *(self.by[Means.COMPOUND].get(stem(part), ()) for part in telling),
            *(self.by[Means.STEM].get(stem(part), ()) for part in by_stem),
        )

    def find(self, word: Word) -> tuple[Means | None, list[int]]:
        """The surest means by which the word is in the text, and where."""
        telling = [part for part in word.parts if part not in STOP]
        for means in (Means.LETTER, Means.STEM):
            keys = {key for part in telling for key in _keys(part)[means]}
            places = {place for key in keys for place in self.by[means].get(key, ())}
            if places:
                return means, sorted(places)
        if places := set().union(*map(self._by_parts, telling)):
            return Means.COMPOUND, sorted(places)
        near = [
            letters for part in telling for letters in self.by[Means.LETTER] if are_nearly_same(part, letters)
        ]
        if near:
            return Means.TYPO, sorted({place for letters in near for place in self.by[Means.LETTER][letters]})
        return None, []


@lru_cache(maxsize=100_000)
def _keys(word: str) -> dict[Means, frozenset[str]]:
    stems = frozenset({stem(word), *(stem(part) for part in split(word))})
    return {Means.LETTER: frozenset({word}), Means.STEM: frozenset({stem(word)}), Means.COMPOUND: stems}


def are_nearly_same(one: str, other: str) -> bool:
    """A few letters apart, and one of them is no word: two words of the language are never a typing error."""
    shortest = min(len(one), len(other))
    most = 2 if shortest >= TYPO_TWICE else 1
    if shortest < TYPO_LETTERS or abs(len(one) - len(other)) > most:
        return False
    # A number is never another number.
    if _digits(one) != _digits(other) or (one in vocabulary() and other in vocabulary()):
        return False
    # Letters to add, drop, change or swap with a neighbour.
    return OSA.distance(one, other, score_cutoff=most) <= most


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(sign for sign in word if sign.isdigit())


def _likeness(
    question: str, shown: Sequence[Word], asked: EncodedPieces | None, given: EncodedPieces | None
) -> Vectors | None:
    """By word of the question and word of the text how near they are in meaning; 0 where that says nothing.

    None without vectors, or when the pieces are of another text than this (it changed since it was indexed).
    """
    if asked is None or given is None or not len(given.places) or not len(asked.strings):
        return None
    tokens = _tokens(question)
    own, theirs = _of_words(asked.strings, tokens), _of_words(given.strings, [word.token for word in shown])
    if own is None or theirs is None:
        return None
    near = asked.vectors @ given.vectors.T
    best = np.full((len(asked.strings), len(shown)), -1.0, dtype=np.float32)
    # Pieces stand in the order of the words: those of one word side by side.
    columns = np.array(theirs)[list(given.places)]
    starts = np.flatnonzero(np.diff(columns, prepend=-1))
    best[:, columns[starts]] = np.maximum.reduceat(near, starts, axis=1)
    best[:, [place for place, word in enumerate(shown) if not _telling(word)]] = -1.0
    likeness = np.zeros((len(tokens), best.shape[1]), dtype=np.float32)
    at_large = near.mean(axis=1)
    for word in set(own):
        rows = [row for row, of in enumerate(own) if of == word]
        shares = asked.weights[rows] / max(float(asked.weights[rows].sum()), 1e-9)
        score, usual = shares @ best[rows], float(shares @ at_large[rows])
        likeness[word] = np.where(score - usual >= LIFT, score, 0.0)
    return likeness


def _telling(word: Word) -> bool:
    return any(part not in STOP and len(part) > 1 for part in word.parts)


def _tokens(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text).split()


def _of_words(strings: Sequence[str], tokens: Sequence[str]) -> list[int] | None:
    """Which word each piece belongs to; None when the pieces do not spell the text (a cut tail is no matter)."""
    spelt: list[str] = []
    of = []
    for string in strings:
        if string.startswith(SPACE) or not spelt:
            spelt.append("")
        spelt[-1] += string.removeprefix(SPACE)
        of.append(len(spelt) - 1)
    if len(spelt) > len(tokens):
        return None
    # Of the last word the tail may be cut off; a sign that the model does not know is spelt as a mark.
    same = (one == other or "<unk>" in one for one, other in zip(spelt[:-1], tokens, strict=False))
    return of if all(same) else None


def _best_sentence(passage: str, before: str, scores: Vectors) -> str:
    """The sentence of the passage with most words that answer; the first of equals."""
    start, best, chosen = len(_tokens(before)), 0.0, ""
    for sentence in split_sentences(passage):
        end = start + len(_tokens(sentence))
        score = float(scores[start:end].sum()) / (4 + end - start) ** 0.5
        if score > best:
            best, chosen = score, sentence
        start = end
    return chosen
