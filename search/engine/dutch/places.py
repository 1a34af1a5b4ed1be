"""Places with an official and a usual name: in search both are the usual one, whichever is typed or written. No Django.

`data/place_names.csv` has them, semicolon-separated. The short form of 's-Gravenhage may be left out or typed loose.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from krachtwijken.core.text.letters import without_accents

NAMES = Path(__file__).parent / "data" / "place_names.csv"
TOKEN = re.compile(r"[^\W_]+")
GAP = r"[\W_]{1,3}"


def with_usual_names(text: str) -> str:
    """`text` without accents, its official names replaced by usual ones in small letters."""
    return _pattern().sub(_usual, text)


def as_usually_called(text: str) -> str:
    """The same in a text as it was typed, for the model: it knows Den Haag better than 's-Gravenhage."""
    return _typed_pattern().sub(lambda match: _as_written()[_key(match["name"])], text)


def official_words(words: tuple[str, ...]) -> list[str]:
    """Of a name that has these words in a row: the words of what it is called officially, to be suggested by too."""
    joined = f" {' '.join(words)} "
    return [
        word for official, usual in _names().items() if f" {usual} " in joined for word in official.split()
    ]


@cache
def words_of_places() -> frozenset[str]:
    """Every word of a name in the table: none is a typing error."""
    return frozenset(word for pair in _names().items() for name in pair for word in name.split())


def _usual(match: re.Match[str]) -> str:
    return _by_key()[_key(match["name"])]


def _key(name: str) -> str:
    return "".join(TOKEN.findall(without_accents(name.casefold())))


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    """Official and usual, the longest first."""
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = [(row["officieel"], row["gebruikelijk"]) for row in csv.DictReader(lines, delimiter=";")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _names() -> dict[str, str]:
    """Official to usual, as words in small letters without accents; the longest first."""
    return {_plain(official): _plain(usual) for official, usual in _rows()}


@cache
def _as_written() -> dict[str, str]:
    return {
        _key(official).removeprefix("s") if official.startswith("'s") else _key(official): usual
        for official, usual in _rows()
    }


def _plain(name: str) -> str:
    return " ".join(TOKEN.findall(without_accents(name.casefold())))


@cache
def _by_key() -> dict[str, str]:
    return {official.removeprefix("s ").replace(" ", ""): usual for official, usual in _names().items()}


@cache
def _pattern() -> re.Pattern[str]:
    return _compiled(official.removeprefix("s ") for official in _names())


@cache
def _typed_pattern() -> re.Pattern[str]:
    """With their accents or without."""
    names = [" ".join(TOKEN.findall(official.removeprefix("'s"))) for official, _ in _rows()]
    return _compiled(dict.fromkeys(form for name in names for form in (name, without_accents(name))))


def _compiled(names: Iterable[str]) -> re.Pattern[str]:
    choice = "|".join(GAP.join(name.split()) for name in names)
    return re.compile(rf"(?<![^\W_])(?:(?:['‘’´`]\s?)?s{GAP})?(?P<name>{choice})(?![^\W_])", re.IGNORECASE)
