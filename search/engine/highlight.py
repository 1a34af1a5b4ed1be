"""The piece of a passage that is shown, the words of the question marked. No Django.

Of a compound only the part that answers is marked: in "straatvuil" the street, when the question is about streets.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from search.engine.dutch.analysis import stem, words
from search.engine.dutch.compounds import split
from search.types import Passage, StoredPassage, TextPart

PASSAGE_CHARACTERS = 320
# A word as it stands on the page, with accents that were typed loose and signs that nobody sees.
SHOWN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff])*")
# Words before the first that answers, when no sentence begins there.
LEAD = 8


def mark(text: str, stems: frozenset[str]) -> tuple[TextPart, ...]:
    """All of the text."""
    return tuple(_joined(list(_parts(text, stems))))


def mark_passage(passage: StoredPassage, stems: frozenset[str]) -> Passage:
    """The piece of the passage around the most words of the query; `stems` of those and of their parts."""
    pieces = passage.text.split(" ")
    parts = [list(_parts(piece, stems)) for piece in pieces]
    start = _best_start(pieces, [any(part.marked for part in group) for group in parts])
    shown = [TextPart("… ", marked=False)] if start else []
    used = 0
    for piece, group in zip(pieces[start:], parts[start:], strict=True):
        if used > PASSAGE_CHARACTERS:
            shown.append(TextPart("…", marked=False))
            break
        shown += [*group, TextPart(" ", marked=False)]
        used += len(piece) + 1
    return Passage(passage.heading, tuple(_joined(shown)))


def _parts(piece: str, stems: frozenset[str]) -> Iterator[TextPart]:
    """The piece cut where marking begins and ends."""
    done = 0
    for word in SHOWN.finditer(piece):
        for start, end in _spans(word.group(), stems):
            start, end = start + word.start(), end + word.start()
            yield TextPart(piece[done:start], marked=False)
            yield TextPart(piece[start:end], marked=True)
            done = end
    yield TextPart(piece[done:], marked=False)


def _spans(shown: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    """Where in a word to mark: all of it, some parts of a compound, or nothing."""
    plain = words(shown)
    if any(stem(word) in stems for word in plain):
        return [(0, len(shown))]
    letters, places = _letters(shown)
    if plain != [letters]:
        return []
    places.append(len(shown))
    spans, place = [], 0
    for part in split(letters):
        place = letters.find(part, place)
        if place < 0:
            break
        if stem(part) in stems:
            spans.append((places[place], places[place + len(part)]))
        place += len(part)
    return spans


def _letters(shown: str) -> tuple[str, list[int]]:
    """The word as it is compared, and where each letter stands in it: an accent or a soft hyphen goes with the letter
    before it, a ligature is two letters in one place."""
    letters = [(plain, place) for place, sign in enumerate(shown) for plain in "".join(words(sign))]
    return "".join(plain for plain, _ in letters), [place for _, place in letters]


def _joined(parts: Sequence[TextPart]) -> Iterator[TextPart]:
    for is_marked, group in groupby((part for part in parts if part.text), key=lambda part: part.marked):
        yield TextPart("".join(part.text for part in group), marked=is_marked)


def _best_start(pieces: Sequence[str], hits: Sequence[bool]) -> int:
    """Where to begin so that most of what answers is shown: at a sentence when that shows as much."""
    ends = list(accumulate((len(piece) + 1 for piece in pieces), initial=0))
    if ends[-1] <= PASSAGE_CHARACTERS or not any(hits):
        return 0
    hits_before = list(accumulate(hits, initial=0))
    starts = {0: True} | {
        place + 1: True for place, piece in enumerate(pieces[:-1]) if piece.endswith((".", "!", "?"))
    }
    for place, hit in enumerate(hits):
        if hit:
            starts.setdefault(max(place - LEAD, 0), False)

    def worth(start: int) -> tuple[int, bool, int]:
        last = bisect_right(ends, ends[start] + PASSAGE_CHARACTERS) - 1
        return hits_before[last] - hits_before[start], starts[start], -start

    return max(starts, key=worth)
