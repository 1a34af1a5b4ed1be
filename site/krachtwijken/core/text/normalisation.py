"""Characters as they are compared, and where each stood in the text that somebody typed. No Django.

Compatibility composition (NFKC) with the exceptions that people's text needs: one kind of quote, apostrophe, dash and
space; no invisible characters; a spacing accent (´s avonds) is an apostrophe; ½ stays, since 1½ is not 11⁄2.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

SOFT_HYPHEN = "\u00ad"
PAGE_BREAK = "\f"
BULLET = "•"
# More loose accents on one letter are no writing but an attack: their order costs time that grows with its square.
MOST_MARKS = 30

_TOKEN = re.compile(
    # Plain characters, but not the last one before a character that may be an accent on it.
    r"(?P<plain>[\t\n\f -_a-~]+)(?![^\x00-\u02ff])"
    r"|(?P<line>\r\n?|\x0b|[\u2028\u2029])"
    rf"|(?P<hyphen>{SOFT_HYPHEN})(?=[^\S\r\n]*[\r\n\x0b\u2028\u2029])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_TABLE = {
    **dict.fromkeys("‘’‚‛′ʼʻʹ´`ˈ‹›", "'"),
    **dict.fromkeys("“”„‟″«»ˮ〝〞", '"'),
    **dict.fromkeys("‐‑‒–—―⸺⸻−﹘﹣", "-"),
    # Microsoft's codes for quotes and dashes, where a program took them for Latin-1.
    **dict(
        zip(
            "\x80\x85\x91\x92\x93\x94\x95\x96\x97",
            ("€", "...", "'", "'", '"', '"', BULLET, "-", "-"),
            strict=True,
        )
    ),
    "﹕": ":",
}
# Kept while a text is read: they tell footnotes from words. `finish` makes digits of them.
_SUPERSCRIPTS = {ord(raised): digit for raised, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)}
_FINISH: dict[int, str | None] = {**_SUPERSCRIPTS, ord(SOFT_HYPHEN): None, ord(PAGE_BREAK): "\n"}
# Letters without a combining class that compose with the one before all the same: Hangul and some Indic vowels.
_JOINING = re.compile(
    "[\u1161-\u1175\u11a8-\u11c2\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf"
    "\u102e\u1b35\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
    "\U000113b8\U000113bb\U000113c2\U000113c5\U000113c7\U000113c9\U0001611e-\U00016129\U00016d67\U00016d68]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text[i]` was made of `original[starts[i]:ends[i]]`; both arrays have the length of `text`."""

    original: str
    text: str
    starts: "array[int]"
    ends: "array[int]"

    def places(self, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Where the spans of `text`, none of them empty, stand in the original; one with only space between them."""
        joined: list[tuple[int, int]] = []
        for low, high in spans:
            start, end = self.starts[low], self.ends[high - 1]
            if joined and (start <= joined[-1][1] or self.original[joined[-1][1] : start].isspace()):
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined)


def normalise(text: str) -> str:
    """The text as it is compared: never longer than 18 times as long; normalising again changes nothing."""
    return finish(fold(text).text)


def finish(text: str) -> str:
    """Folded text without what only served reading; as long as before but for soft hyphens."""
    return text.translate(_FINISH)


def fold(original: str) -> Folded:
    """Line ends become a new line each, a page break a form feed; a soft hyphen stays at a line end only."""
    parts: list[str] = []
    starts, ends = array("I"), array("I")
    for text, start, end, is_plain in _pieces(original):
        parts.append(text)
        if is_plain:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(text))
            ends.extend([end] * len(text))
    return Folded(original, "".join(parts), starts, ends)


def _pieces(original: str) -> Iterator[tuple[str, int, int, bool]]:
    """Replacement, start, end, and whether the replacement is the original itself."""
    position, length = 0, len(original)
    while position < length:
        match = _TOKEN.match(original, position)
        if match is None:  # cannot be: the last alternative takes any character
            return
        position = match.end()
        if match.lastgroup == "plain":
            yield match.group(), match.start(), position, True
        elif match.lastgroup == "line":
            yield "\n", match.start(), position, False
        elif match.lastgroup == "hyphen":
            yield SOFT_HYPHEN, match.start(), position, False
        else:
            text, position = _cluster(original, match.start())
            yield text, match.start(), position, False


def _cluster(original: str, start: int) -> tuple[str, int]:
    """One character with the accents that stand loose behind it, composed; and where the next one begins."""
    text, end = _fold_one(original[start]), start + 1
    marks: list[str] = []
    while end < len(original) and original[end] > "\u02ff":
        mark = _fold_one(original[end])
        if mark and not unicodedata.combining(mark[0]) and not _composes(text + "".join(marks), mark):
            break
        if len(marks) < MOST_MARKS:
            marks.append(mark)
        end += 1
    joined = "".join(marks)
    # On a sign, a space or nothing they say nothing, and would tie it to what it ends.
    if unicodedata.combining(text[:1] or " "):
        text = ""
    elif joined and text[-1:].isalnum():
        text = unicodedata.normalize("NFKC", text + joined)
    return text, end


def _composes(before: str, letter: str) -> bool:
    """Whether a letter without a combining class makes one character with what comes before it."""
    if not _JOINING.match(letter):
        return False
    return len(unicodedata.normalize("NFKC", before + letter)) < len(before) + len(letter)


@lru_cache(maxsize=4096)
def _fold_one(char: str) -> str:
    if char in _TABLE:
        return _TABLE[char]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Co":
        # Symbol fonts keep their bullets in the private use area; other uses say nothing to a reader either.
        return BULLET if char <= "\uf8ff" else ""
    if category in {"Cc", "Cf", "Cs"} or "\ufe00" <= char <= "\ufe0f":
        return char if char in "\t\n\f" else ""
    if ord(char) in _SUPERSCRIPTS or unicodedata.numeric(char, 0) % 1:
        return char
    plain = unicodedata.normalize("NFKC", char)
    if plain.startswith(" "):
        # A spacing accent by itself: as a space with a loose accent it would glue to the word before.
        return char
    if not plain[:1].isalnum():
        plain = "".join(part for part in plain if not unicodedata.combining(part)) or plain
    return "".join(_TABLE.get(part, part) for part in plain)
