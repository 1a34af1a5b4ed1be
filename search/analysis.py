"""Dutch text to tokens, once, for every engine. No Django."""

import gzip
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

WORDS = Path(__file__).parent / "data" / "dutch.txt.gz"
TOKEN = re.compile(r"[^\W_]+")
ACCENTS = re.compile("[\u0300-\u036f]+")
# Beyond Latin letters and the usual punctuation there may be marks of other scripts.
OTHER_SCRIPTS = re.compile("[^\x00-\u02ff\u2000-\u22ff]")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
MAX_TOKEN = 60
MIN_PART = 4
MIN_COMPOUND = 9
MAX_PARTS = 4
GRAM = 4
LINKS = ("", "s", "e", "en")
# The stemmer makes one stem of these different words, so they keep their own.
PROTECTED = {
    "gemeente": "gemeente", "gemeenten": "gemeente", "gemeentes": "gemeente", "gemeentelijk": "gemeentelijk",
    "gemeentelijke": "gemeentelijk", "mening": "mening", "meningen": "mening", "omgeving": "omgeving",
    "omgevingen": "omgeving",
}  # fmt: skip
STOP = frozenset(
    """aan al alle als bij dan dat de deze die dit door dus een en er geen had heb hebben heeft het hier hij hoe hun
    ik in is ja je kan kunnen maar me meer men met mij na naar niet nog nu of om omdat onder ons ook op over te tegen
    toch toe tot u uit uw van veel voor want waren was wat we wel werd wie wij wil worden wordt zal ze zich zij zijn
    zo zonder zou""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words without accents, in order."""
    return [word[:MAX_TOKEN] for word in TOKEN.findall(without_accents(text.casefold()))]


def without_accents(text: str) -> str:
    if text.isascii():
        return text
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if OTHER_SCRIPTS.search(plain):
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return plain


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


@lru_cache(maxsize=200_000)
def split(word: str) -> tuple[str, ...]:
    """The parts of a compound: as few as possible, then the longest shortest part; empty when it is none."""
    if len(word) < MIN_COMPOUND or not word.isalpha():
        return ()
    best = min(_splits(word, MAX_PARTS), key=lambda parts: (len(parts), -min(map(len, parts))), default=())
    return best if len(best) > 1 else ()


def _splits(word: str, most: int) -> list[tuple[str, ...]]:
    """Every way to write `word` as at most `most` known words with a linking sound between."""
    ways: list[tuple[str, ...]] = [(word,)] if most < MAX_PARTS and word in vocabulary() else []
    if most == 1:
        return ways
    for end in range(MIN_PART, len(word) - MIN_PART + 1):
        part = _without_link(word[:end])
        if part:
            ways.extend((part, *rest) for rest in _splits(word[end:], most - 1))
    return ways


def _without_link(head: str) -> str:
    """The known word in `head`, which may end in a linking sound; empty when there is none."""
    for link in LINKS:
        part = head.removesuffix(link) if link else head
        if len(part) >= MIN_PART and head.endswith(link) and part in vocabulary():
            return part
    return ""


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE.split(text) if part.strip()]


@cache
def _stemmer() -> "Stemmer.Stemmer":
    return Stemmer.Stemmer("dutch")


@cache
def vocabulary() -> frozenset[str]:
    return frozenset(without_accents(gzip.decompress(WORDS.read_bytes()).decode()).split("\n"))
