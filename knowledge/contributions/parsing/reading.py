"""Headings of which the words are not known: what a reader that learned from headings makes of them. No Django."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class HeadingGuess:
    """`field` is empty for a heading that belongs to none; `chance` is between 0 and 1."""

    field: str
    chance: float


# Of each heading a guess, or nothing at all.
HeadingReader = Callable[[Sequence[str]], Sequence[HeadingGuess]]


def read_nothing(_headings: Sequence[str]) -> Sequence[HeadingGuess]:
    return ()


# Of a text with more lines that may be headings the others are left as they are.
MOST_ASKED = 200
