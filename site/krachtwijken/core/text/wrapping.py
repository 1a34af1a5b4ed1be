"""Which line ends were made by a margin and which by the writer. No Django.

A program that wraps puts a word on the next line only when it does not fit. So where the first word of the next line
would have fitted (`room` of 0 or more), the writer broke the line, or the margin is a ragged one.
"""

import re
from collections.abc import Sequence

from krachtwijken.core.text import hyphens
from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.segmentation import ends_sentence

# A ragged margin leaves at most this part of the longest line free, or so many characters.
RAGGED = 0.2
RAGGED_CHARACTERS = 4
# One line that is so much longer than all others, an address of a site for one, says nothing about the margin.
OUTLIER = 1.6
NARROW = 40

# Neither a title nor a point on a list ends or begins with these.
CONNECTING = frozenset(
    """aan achter al als alle bij binnen boven buiten dan dat de deze die dit door dus een elk elke en er geen haar heel
    hen het hij hoe hun ik in is je jullie kan maar me met mijn na naar naast niet nog nu of om omdat onder ons onze op
    over per rond sinds te tegen ten ter terwijl tot tussen u uit uw van vanaf vanuit vanwege via volgens voor voordat
    waar waarbij waarin waarop wanneer want was wat we wel werd wie wij wordt worden zal ze zich zij zijn zo zoals
    zonder zowel zodat a an and are as at by for from in is of on or that the this to was we were which who with""".split()
)
# A line that begins with one of these goes on with the one above; "de" and "wij" may begin a remark of its own.
_GOING_ON = frozenset(
    """als dan dat die en maar of om omdat te terwijl tot waar waarbij waarin waarop waarvan want zoals zodat zonder and but
    or that which who""".split()
)
_CHAPTER = re.compile(r"(?:Hoofdstuk|Paragraaf|Bijlage|Artikel) \w{1,4}[.:]? [A-ZÀ-Þ]")
# "Aanwezig: ...", "Politie: ...": the writer began a new line for it.
LABEL = re.compile(r"[A-ZÀ-Þ][\w'-]{2,20}(?: [\w'-]{1,15})?:(?: |$)")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")


class Margin:
    """The right margin of a block of lines, and what it says about each line end in it."""

    def __init__(self, block: Sequence[Line]) -> None:
        self.block = block
        # A word by itself may be longer than the margin allows.
        several = [line.width for line in block if " " in line.text]
        widths = sorted(several or [line.width for line in block], reverse=True)
        is_outlier = len(widths) > 2 and widths[1] > NARROW and widths[0] > OUTLIER * widths[1]
        self.width = widths[1] if is_outlier else widths[0]
        self.ragged = max(RAGGED_CHARACTERS, RAGGED * self.width)
        # Prose has an end mark somewhere.
        self.has_marks = any(ends_sentence(line.text) for line in block)
        self.by_line = self._is_by_line()

    def room(self, index: int) -> int:
        """How many characters the first word of the next line would have left free behind this line."""
        following = self.block[index + 1]
        return self.width - (self.block[index].width + 1 + len(following.first_word))

    def connected(self, index: int) -> bool:
        """Whether the words at this line end show that the sentence is not over."""
        line, following = self.block[index], self.block[index + 1]
        return hyphens.is_cut(line.text, following.text) or connects(line.text, following.text)

    def goes_on(self, index: int, first: Line) -> bool:
        """Whether the line goes on in the next one, which has no bullet; `first` is where its paragraph began."""
        line, following = self.block[index], self.block[index + 1]
        if hyphens.is_cut(line.text, following.text):
            return True
        room = self.room(index)
        if ends_sentence(line.text):
            # One paragraph to a reader, unless this line was left short, or the next is indented or a heading.
            indented = following.indent > max(line.indent, first.indent)
            return room < self.ragged and not indented and not self._stands_alone(index + 1)
        if line.text.endswith(":"):
            return room < self.ragged and not self.by_line
        if connects(line.text, following.text):
            return True
        if _CHAPTER.match(following.text) or LABEL.match(following.text):
            return False
        if following.text[:1].islower():
            # After a capital a small letter is the same sentence; a list in small letters has room behind its points.
            return (
                not first.text[:1].islower() or (room < self.ragged and not self.by_line) or line is not first
            )
        return (
            room < 0 or (room < self.ragged and len(self.block) > 2 and self.has_marks)
        ) and not self.by_line

    def _stands_alone(self, index: int) -> bool:
        """Whether the writer broke off a line without end mark, and what follows it begins anew: a heading."""
        if index + 1 >= len(self.block) or ends_sentence(self.block[index].text) or self.connected(index):
            return False
        return self.room(index) >= self.ragged and not self.block[index + 1].text[:1].islower()

    def _is_by_line(self) -> bool:
        """Whether the writer broke every line: points without bullets, verse, messages without marks."""
        broken = full = 0
        for index in range(len(self.block) - 1):
            line, following = self.block[index], self.block[index + 1]
            if ends_sentence(line.text) or connects(line.text, following.text):
                continue
            room = self.room(index)
            small, was_small = following.text[:1].islower(), line.text[:1].islower()
            # Without any end mark, a capital where there was room says enough.
            least = self.ragged if small or self.has_marks else 0
            broken += room >= least and small <= was_small
            full += room < 0
        return broken > 0 if not self.has_marks else broken > 1 and broken >= full


def connects(before: str, after: str) -> bool:
    """Whether the words at a line end show that the sentence is not over."""
    if before.endswith((",", "(", "-", "/", "&", "+", "=")) or after[:1] in {",", ")", ";"}:
        return True
    last = _LAST_WORD.search(before[-20:])
    if last is not None and last.group().lower() in CONNECTING:
        return True
    if before.endswith(".") and not ends_sentence(before):
        return True
    return after.split(" ", 1)[0].strip(",") in _GOING_ON
