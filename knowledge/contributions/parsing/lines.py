"""One line of a pasted text: is it a heading, and of what look. No Django."""

import re
from dataclasses import dataclass

from knowledge.contributions.parsing.words import field_of_heading

MOST_WORDS = 11
MOST_CHARACTERS = 90
_QUOTED = re.compile(r"^(?:> ?)+")
_HASHES = re.compile(r"^(#{1,6})\s+")
_BOLD = re.compile(r"^(?P<mark>\*\*|__)(?P<words>.+?)(?P=mark)(?P<colon>\s*:)?\s*(?P<behind>.*)$")
_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|(?=\s))[)]?\s+(?=[^\W\d])")
_LETTER = re.compile(r"^(?:[A-H]|[IVX]{1,4})[.)]\s+(?=\S)")
_BULLET = re.compile(r"^(?:[-*+•●▪◦‣⁃➢·–o]\s+|[•●▪◦➢])(?=\S)")
# "Doel: minder overlast", "Doel - minder overlast", a cell of a table and the next one.
_INLINE = re.compile(r"^(?P<words>[^:|\t]{2,70}?)(?:\s*:|\s*[|\t]+|\s+[-–—](?=\s))\s*(?P<behind>\S.*)$")
_ASKED = re.compile(r"^(?P<words>[^?.!]{4,80}\?)\s+(?P<behind>\S.*)$")
UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|_{3,})\s*$")
_SENTENCE_END = re.compile(r"[.!;,…]['\")\]]?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before or around the words. `look` is shared by the headings of one text, `depth` counts from 1."""

    look: str
    depth: int
    words: str
    behind: str = ""

    @property
    def is_certain(self) -> bool:
        """Nothing but a heading looks like this."""
        return self.look in {"hash", "bold"} and not self.behind


@dataclass(frozen=True, slots=True)
class Heading:
    """`field` is None when the words are not known, empty when they belong to no field. `behind` is text on the line."""

    typed: str
    field: str | None
    look: str
    depth: int
    behind: str = ""


def without_quoting(line: str) -> str:
    return _QUOTED.sub("", line).strip()


def read_mark(line: str) -> Mark:
    """The line as mark and words."""
    if found := _HASHES.match(line):
        return Mark("hash", len(found[1]), line[found.end() :].strip(" #*_"))
    if found := _BOLD.match(line):
        colon = found["colon"] or ""
        return Mark("bold", 1, found["words"].strip() + colon, found["behind"])
    if found := _NUMBER.match(line):
        return Mark("number", found["number"].count(".") + 1, line[found.end() :])
    if found := _LETTER.match(line):
        return Mark("letter", 1, line[found.end() :])
    if found := _BULLET.match(line):
        return Mark("bullet", 1, line[found.end() :].strip())
    letters = [sign for sign in line if sign.isalpha()]
    if len(letters) > 3 and all(sign.isupper() for sign in letters):
        return Mark("capitals", 1, line)
    return Mark("plain", 1, line)


def known_heading(line: str, *, opens: bool) -> Heading | None:
    """A heading of known words, alone on its line or with its text behind it. `opens`: nothing runs on from above."""
    mark = read_mark(line)
    words = mark.words.strip(" *_")
    if mark.behind:
        field = field_of_heading(words)
        return None if field is None else Heading(words, field, mark.look, mark.depth, mark.behind)
    if _may_be_heading(words):
        field = field_of_heading(words)
        alone = mark.look in {"hash", "bold", "capitals"} or opens
        if field is not None and alone and not (mark.look == "bullet" and not words.endswith(":")):
            return Heading(words, field, mark.look, mark.depth)
    for pattern in (_INLINE, _ASKED):
        found = pattern.match(words)
        field = field_of_heading(found["words"]) if found else None
        if found and field is not None and (opens or words[0].isupper()):
            return Heading(
                found["words"].strip(" *_"), field, f"{mark.look}:", mark.depth, found["behind"].strip(" |")
            )
    return None


def _may_be_heading(words: str) -> bool:
    return (
        0 < len(words) <= MOST_CHARACTERS
        and len(words.split()) <= MOST_WORDS
        and not _SENTENCE_END.search(words)
    )


def unknown_heading(line: str) -> Heading | None:
    """A line that looks like a heading, of words that are not known."""
    mark = read_mark(line)
    words = mark.words.strip(" *_")
    if mark.behind or not _may_be_heading(words) or mark.look in {"plain", "bullet"}:
        return None
    return Heading(words, None, mark.look, mark.depth)
