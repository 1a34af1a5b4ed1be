"""Dutch text to tokens, once, for every engine. No Django."""

import re
from functools import cache, lru_cache

import Stemmer

from krachtwijken.core.text.letters import without_accents
from search.engine.dutch.compounds import split
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
    return [word[:MAX_TOKEN] for word in TOKEN.findall(without_accents(text.casefold()))]


def tokens(text: str) -> list[str]:
    """Stems, and behind a compound the stems of its parts; without the commonest words."""
    found = []
    for word in words(text):
        if word not in STOP:
            found.append(stem(word))
            found.extend(stem(part) for part in split(word))
    return found


def grams(text: str, most: int | None = None) -> list[str]:
    """Pieces of four characters of every word, a space at both ends: what a typo leaves whole still matches.

    With `most`: of a question, without the commonest words, each piece once and the longest words first.
    """
    found = words(text)
    if most is not None:
        found = sorted((word for word in dict.fromkeys(found) if word not in STOP), key=len, reverse=True)
    cut = [piece for word in found for piece in _cut(f"_{word}_")]
    return cut if most is None else list(dict.fromkeys(cut))[:most]


def _cut(word: str) -> list[str]:
    return [word[start : start + GRAM] for start in range(max(1, len(word) - GRAM + 1))]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    return PROTECTED.get(word) or str(_stemmer().stemWord(word))


@cache
def _stemmer() -> "Stemmer.Stemmer":
    return Stemmer.Stemmer("dutch")
