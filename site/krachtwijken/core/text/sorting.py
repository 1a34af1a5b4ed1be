"""Titles and names in the order in which a Dutch reader looks for them. No Django."""

import re

from krachtwijken.core.text.letters import without_accents
from krachtwijken.core.text.normalisation import normalise

# 't Huis stands under the h, 's-Gravenhage under the g.
_SHORT_FORM = re.compile(r"^\W*'(?:[stnmk])(?:[\s-]+)", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_NUMBERS = re.compile(r"\d+")
_LONGEST_NUMBER = 12
# What stands before a surname and is not looked under.
_PARTICLES = frozenset(
    """van von de den der des het 't 's te ten ter in op aan bij el al ait ben bin ibn la le les du di da del della dos""".split()
)
# A database sorts small letters and digits alike whatever its rules are; signs, spaces and capitals it does not.
_SPACE, _DIGITS, _OTHER = "0", "1", "zz"
MOST_IN_COLUMN = 255


def sort_key(text: str) -> tuple[str, str]:
    """Without accents, case, signs and short forms; numbers by their size up to twelve digits. Equal keys by the text."""
    return sort_column(text), text


def name_sort_key(name: str) -> tuple[str, str]:
    """Of somebody: by surname without what stands before it. Van der Aa under the a, 't Hart under the h."""
    return name_sort_column(name), name


def sort_column(text: str) -> str:
    """The same as one word of small letters and digits, which sorts alike in Python and in every database."""
    plain = normalise(text).strip()
    plain = _SHORT_FORM.sub("", plain) or plain
    plain = _SIGNS.sub(" ", without_accents(plain.casefold())).strip()
    return "".join(_coded(part) for part in re.split(r"(\d+)", plain))[:MOST_IN_COLUMN]


def name_sort_column(name: str) -> str:
    words = normalise(name).split()
    lower = [word.casefold() for word in words]
    before = next((place for place, word in enumerate(lower) if word in _PARTICLES), len(words) - 1)
    start = before
    while start < len(words) - 1 and lower[start] in _PARTICLES:
        start += 1
    return sort_column(" ".join([*words[max(start, 0) :], *words[: max(before, 0)]]))


def _coded(part: str) -> str:
    if part.isdecimal():
        return _DIGITS + "".join(str(int(digit)) for digit in part).zfill(_LONGEST_NUMBER)
    return "".join(_letter(letter) for letter in part)


def _letter(letter: str) -> str:
    if letter == " ":
        return _SPACE
    return letter if "a" <= letter <= "z" else f"{_OTHER}{ord(letter):06x}"
