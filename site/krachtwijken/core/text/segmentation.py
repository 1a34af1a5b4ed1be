"""Prose cut into sentences, by rule. No Django.

What was measured against libraries, and why none of them is used: docs/text-intake.md.
"""

import re

from krachtwijken.core.text.abbreviations import (
    BEFORE_COUNTS,
    MAY_BE_LAST,
    NAMED_BY_LETTER,
    NEVER_LAST,
    NO_SURNAMES,
)
from krachtwijken.core.text.words import is_word

_CLOSERS = r"[\"')\]]*"
_MARK = re.compile(
    rf"(?<![.!?])(?P<marks>[.!?]+)(?P<closers>{_CLOSERS})(?:(?P<space>\s+)|(?=[A-ZÀ-Þ][a-zß-ÿ' ]|[A-ZÀ-Þ]$))"
)
_MARK_AT_END = re.compile(rf"[.!?]+{_CLOSERS}$")
_LAST = frozenset(".!?\"')]")
_OPENERS = "\"'([-*•/"
_LETTERS = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_INITIALS = re.compile(r"(?:[A-Z]\.)*(?:[A-Z]|IJ|Th|Chr|Joh|Ph)")
_NUMBER = re.compile(r"[\d.,:/-]+")
_GLUED = re.compile(r"[^\W\d_]{3,}")
# 's avonds, 't is, 'n keer: sentences begin with these in lower case.
_SHORT_FORM = re.compile(r"[\"'(\[]*'[stnmk]\b")
_SITE = re.compile(r"[\w-]+(?:@|\.[a-z])")
# How far back a word is looked for, and what an abbreviation that nobody listed is at most.
LONGEST_WORD = 60
LONGEST_UNKNOWN = 5


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in a paragraph of folded text, without the space between them."""
    spans = []
    start = _skip_space(text, 0)
    for match in _MARK.finditer(text):
        end = match.end("closers")
        if end > start and _ends(text, start, match):
            spans.append((start, end))
            start = match.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def split_sentences(text: str) -> list[str]:
    """The sentences of a text that was read before: one line, nothing left out but the space between them."""
    return [text[start:end] for start, end in sentence_spans(text)]


def ends_sentence(text: str) -> bool:
    """Whether the last word of this line ends a sentence, as far as can be told without the next line."""
    if text[-1:] not in _LAST:
        return False
    match = _MARK_AT_END.search(text[-LONGEST_WORD:])
    if match is None:
        return False
    if match.group().strip("\"')]") != ".":
        return True
    return not _is_open_abbreviation(_word_before(text, len(text) - len(match.group())))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + LONGEST_WORD]
    if not after:
        return True
    marks, closers = match.group("marks"), match.group("closers")
    word = _word_before(text, match.start(), floor=start)
    if match.group("space") is None:
        # No space typed after the mark; a name of a site or a file has a point inside.
        return bool(_GLUED.fullmatch(word)) and not closers and not _SITE.match(after)
    if not word:
        # Only marks within brackets, "(!)", or a loose mark.
        return bool(start < match.start() and not closers and _begins_sentence(after))
    if marks != ".":
        return _begins_sentence(after) or ("." not in marks and not closers)
    return _point_ends(text, start, match.start(), word, after, closed=bool(closers))


def _point_ends(text: str, start: int, point: int, word: str, after: str, *, closed: bool) -> bool:
    """Whether one point after `word` ends a sentence that goes on as `after`."""
    plain = word.lower()
    capital = _begins_sentence(after)
    if _NUMBER.fullmatch(word):
        # A number at the beginning is that of a point on a list.
        return capital and text[start:point].strip(_OPENERS) != word
    if _INITIALS.fullmatch(word):
        return capital and (closed or _is_no_initial(text, point - len(word), after))
    if plain in NEVER_LAST:
        counted = text[max(start, point - LONGEST_WORD) : point - len(word)].rstrip()[-1:].isdigit()
        return capital and plain in BEFORE_COUNTS and (counted or not after[0].isdigit())
    if plain in MAY_BE_LAST or _DOTTED.fullmatch(word):
        return capital
    if capital:
        return True
    if closed:
        return False
    return not (_LETTERS.fullmatch(word) and len(word) <= LONGEST_UNKNOWN and not is_word(word))


def _begins_sentence(after: str) -> bool:
    """Whether the next word can be a first word by its look: a capital, a digit, a quote, 's avonds."""
    if _SHORT_FORM.match(after):
        return True
    first = after.lstrip("\"'([•*-¿¡ ")[:1]
    return bool(first) and not first.islower()


def _is_no_initial(text: str, start: int, after: str) -> bool:
    before = text[max(0, start - LONGEST_WORD) : start].split()
    follows = _LETTERS.match(after.lstrip("\"'("))
    return (bool(before) and before[-1].lower() in NAMED_BY_LETTER) or (
        follows is not None and follows.group().lower() in NO_SURNAMES
    )


def _is_open_abbreviation(word: str) -> bool:
    plain = word.lower()
    return plain in NEVER_LAST or (len(word) == 1 and word.isupper())


def _word_before(text: str, end: int, *, floor: int = 0) -> str:
    """The word that stops at `end`, without opening quotes; empty when there is none."""
    near = text[max(floor, end - LONGEST_WORD) : end]
    return near.split()[-1].lstrip(_OPENERS) if near and not near[-1].isspace() else ""


def _skip_space(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip())
