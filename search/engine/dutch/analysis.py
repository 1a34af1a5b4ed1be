"""Dutch text to tokens, once, for every engine. No Django."""

import re
from functools import cache, lru_cache

import Stemmer

from krachtwijken.core.text.letters import without_accents, without_invisible
from search.engine.dutch.compounds import split
from search.engine.dutch.places import with_usual_names
from search.engine.dutch.protected import PROTECTED

TOKEN = re.compile(r"[^\W_]+")
MAX_TOKEN = 60
GRAM = 4
STOP = frozenset(
    """aan al alle als bij dan dat de deze die dit door dus een en er geen had heb hebben heeft het hier hij hoe hun
    ik in is ja je kan kunnen maar me meer men met mij na naar niet nog nu of om omdat onder ons ook op over te tegen
    toch toe tot u uit uw van veel voor want waren was wat we wel werd wie wij wil worden wordt zal ze zich zij zijn
    zo zonder zou""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words without accents, in order."""
    return [word[:MAX_TOKEN] for word in TOKEN.findall(readable(text.casefold()))]


def readable(text: str) -> str:
    """As words are compared: without accents and what nobody sees, places by their usual name."""
    return with_usual_names(without_accents(without_invisible(text)))


def tokens(text: str) -> list[str]:
    """Stems, and behind a compound the stems of its parts; without the commonest words."""
    stems = []
    for word in words(text):
        if word not in STOP:
            stems.append(stem(word))
            stems.extend(stem(part) for part in split(word))
    return stems


def grams(text: str, most: int | None = None) -> list[str]:
    """Pieces of four characters of every word, a space at both ends: what a typo leaves whole still matches.

    With `most`: of a question, without the commonest words, each piece once and the longest words first.
    """
    of_text = words(text)
    if most is not None:
        of_text = sorted((word for word in dict.fromkeys(of_text) if word not in STOP), key=len, reverse=True)
    cut = [piece for word in of_text for piece in _cut(f"_{word}_")]
    return cut if most is None else list(dict.fromkeys(cut))[:most]


def _cut(word: str) -> list[str]:
    """A number whole: 2024 looks like 2023 and is another."""
    if not word.strip("_").isalpha():
        return [word]
    return [word[start : start + GRAM] for start in range(max(1, len(word) - GRAM + 1))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    return PROTECTED.get(word) or str(_stemmer().stemWord(word))


@cache
def _stemmer() -> "Stemmer.Stemmer":
    return Stemmer.Stemmer("dutch")
